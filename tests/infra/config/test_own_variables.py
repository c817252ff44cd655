import re
from pathlib import Path

from infra.config.own_variables import KNOWN
from infra.config.project import find_root

NAME = re.compile(r'"(LOCKGATE_(?!MMS_)[A-Z_]+)"')
"""Those of MMS are said by one process of a container to another."""


def test_variables_that_the_containers_read_are_known() -> None:
    files = (find_root(Path(__file__).parent) / "inference_code").rglob("*.py")
    read = {name for file in files for name in NAME.findall(file.read_text())}
    assert read == KNOWN

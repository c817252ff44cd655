from pathlib import Path

import pytest

from infra.function_packages import LAMBDA, THIS_MACHINE, Platform
from tests.infra.templates import Assembly


def code(house: Assembly, environment: str, handler: str) -> Path:
    functions = house.resources(environment, "observability", "AWS::Lambda::Function").values()
    (found,) = [row for row in functions if row["Handler"].startswith(f"functions.{handler}")]
    return house.folder / f"asset.{found['Code']['S3Key'].removesuffix('.zip')}"


@pytest.mark.parametrize(
    ("environment", "platform"), [("built", LAMBDA), ("docker", LAMBDA), ("kinds", THIS_MACHINE)]
)
def test_packages_are_those_of_who_runs_the_function(
    house: Assembly, environment: str, platform: Platform
) -> None:
    package = code(house, environment, "metrics.handler") / "package/__init__.py"
    assert package.read_text() == f'PLATFORM = "{platform.name}"\n'


def test_function_has_what_it_shares_and_no_other_function(house: Assembly) -> None:
    folders = {path.name for path in (code(house, "built", "capture") / "functions").iterdir()}
    assert folders == {"__init__.py", "capture", "emf"}

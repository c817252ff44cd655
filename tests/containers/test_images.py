"""Every Dockerfile of the project says what SageMaker, a builder and the local AWS need."""

from pathlib import Path

import pytest

from tests.containers.images.checks import CHECKS, Check
from tests.containers.images.definition import Definition

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.name for path in (ROOT / "containers").iterdir() if path.is_dir())


@pytest.mark.parametrize("check", CHECKS, ids=[check.__name__ for check in CHECKS])
@pytest.mark.parametrize("container", FOLDERS)
def test_nothing_is_wrong_with_the_image(container: str, check: Check) -> None:
    assert check(Definition(ROOT, container)) == []

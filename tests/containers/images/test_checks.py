import pytest

from tests.containers.images.checks import CHECKS, Check
from tests.containers.images.definition import Definition


@pytest.mark.parametrize("check", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_good_image_passes(good: Definition, check: Check) -> None:
    assert check(good) == []

import pytest

from tests.containers.images.conftest import Spoil
from tests.containers.images.constraints import loose_packages
from tests.containers.images.definition import Definition

REQUIREMENTS = "containers/plain/requirements.txt"
CONSTRAINTS = "containers/plain/constraints.txt"
COPY = f"COPY {CONSTRAINTS} /tmp/constraints.txt\n"


def test_requirements_with_constraints_leave_nothing_open(good: Definition) -> None:
    assert loose_packages(good) == []


def test_requirements_without_constraints(spoil: Spoil) -> None:
    assert loose_packages(spoil("-c constraints.txt\n", "", REQUIREMENTS)) == [
        f"{REQUIREMENTS} says no `-c constraints.txt`; add it, and run `make pins`"
    ]


def test_requirements_that_bring_nothing_else_need_none(spoil: Spoil) -> None:
    spoil("-c constraints.txt\n", "", REQUIREMENTS)
    assert loose_packages(spoil("pip install", "pip install --no-deps")) == []


@pytest.mark.parametrize("copy", ["", f"COPY {CONSTRAINTS} /srv/constraints.txt\n"])
def test_constraints_that_pip_would_not_find(spoil: Spoil, copy: str) -> None:
    assert loose_packages(spoil(COPY, copy)) == [
        f"{REQUIREMENTS} says `-c constraints.txt`, and {CONSTRAINTS} is not copied to "
        "/tmp/constraints.txt"  # noqa: S108 - of an image
    ]


def test_constraint_that_is_no_exact_pin(spoil: Spoil) -> None:
    assert loose_packages(spoil("d==3.0", "d>=3.0", CONSTRAINTS)) == [
        f"{CONSTRAINTS}: d>=3.0 is no exact pin; write NAME==VERSION"
    ]

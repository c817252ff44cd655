import pytest

from tests.containers.images.conftest import Spoil
from tests.containers.images.requirements import (
    installed_past_the_requirements,
    loose_requirements,
)

REQUIREMENTS = "containers/plain/requirements.txt"
COPY = f"COPY {REQUIREMENTS} /tmp/requirements.txt\n"


@pytest.mark.parametrize("line", ["a", "a>=1.0", "a==1.*", "a @ git+https://host/a", "-e ."])
def test_requirement_that_is_no_exact_pin(spoil: Spoil, line: str) -> None:
    assert loose_requirements(spoil("a==1.0", line, REQUIREMENTS)) == [
        f"{REQUIREMENTS}: {line} is no exact pin; write NAME==VERSION"
    ]


@pytest.mark.parametrize("line", ["a==1.0+cpu", 'a==1.0 ; sys_platform == "linux"'])
def test_pin_with_a_local_version_or_a_marker_is_exact(spoil: Spoil, line: str) -> None:
    assert loose_requirements(spoil("a==1.0", line, REQUIREMENTS)) == []


def test_image_without_requirements(spoil: Spoil) -> None:
    (found,) = loose_requirements(spoil(COPY, ""))
    assert found.startswith("no requirements.txt is copied")


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("-r /tmp/requirements.txt torch==2.13.0", "pip installs torch==2.13.0, which is no"),
        ("-r /tmp/others.txt", "pip installs /tmp/others.txt, which is no copied requirements"),
    ],
)
def test_package_that_the_local_aws_would_not_install(
    spoil: Spoil, written: str, problem: str
) -> None:
    (found,) = installed_past_the_requirements(spoil("-r /tmp/requirements.txt", written))
    assert found.startswith(problem)


def test_pip_is_known_by_its_path_too(spoil: Spoil) -> None:
    found = spoil("RUN pip install", "RUN /opt/bin/pip install another")
    assert installed_past_the_requirements(found) == [
        "pip installs another, which is no copied requirements"
    ]


def test_requirements_copied_into_a_folder_are_known(spoil: Spoil) -> None:
    found = spoil(COPY, f"COPY {REQUIREMENTS} /tmp/\n")
    assert installed_past_the_requirements(found) == []

from pathlib import Path

import pytest

from infra.config.own_variables import KNOWN
from tests.infra.config.conftest import Broken
from tests.infra.config.samples import (
    Tree,
    large_card,
    large_release,
    small_card,
    small_endpoint,
    small_release,
    write_text,
)

MISSPELT = {"LOCKGATE_QUEUE_LENGHT": "8"}
SAID = (
    "environment.LOCKGATE_QUEUE_LENGHT  no server of this project reads this variable; "
    "did you mean 'LOCKGATE_QUEUE_LENGTH'?  [CONTAINER]"
)
OURS = 'ENTRYPOINT ["python", "-m", "inference_code"]\n'


@pytest.fixture(autouse=True)
def container(tmp_path: Path) -> None:
    write_image(tmp_path, OURS)


def write_image(root: Path, lines: str) -> None:
    """Write the Dockerfile of the release's container."""
    write_text(root, "containers/mine/Dockerfile", f"FROM scratch\n{lines}")


def card(**environment: str) -> Tree:
    """A card whose release has these variables."""
    return small_card(releases={"1": small_release(container="mine", environment=environment)})


def test_misspelt_variable_of_a_release(broken: Broken) -> None:
    assert broken(models={"small": card(**MISSPELT)}) == [f"releases.1.{SAID}"]


def test_misspelt_variable_of_an_endpoint(broken: Broken) -> None:
    endpoint = small_endpoint(environment=MISSPELT)
    found = broken(endpoints={"chat": endpoint}, models={"small": card()})
    assert found == [f"endpoints.chat.{SAID}"]


@pytest.mark.parametrize("name", [*sorted(KNOWN), "MY_LOCKGATE_NAME"])
def test_variable_that_is_read(broken: Broken, name: str) -> None:
    assert broken(models={"small": card(**{name: "8"})}) == []


def test_variable_that_a_handler_of_the_user_may_read(broken: Broken, tmp_path: Path) -> None:
    write_image(tmp_path, f"ENV LOCKGATE_HANDLER=multi-model-server\n{OURS}")
    (said,) = broken(models={"small": card(LOCKGATE_MINE="8")})
    assert "reads this variable, and LOCKGATE_ is reserved for theirs: name those of your" in said


def test_variable_for_a_server_of_the_user(broken: Broken, tmp_path: Path) -> None:
    write_image(tmp_path, 'ENTRYPOINT ["python", "-m", "mine.server"]\n')
    assert broken(models={"small": card(**MISSPELT)}) == []


def test_variable_for_an_image_of_aws(broken: Broken) -> None:
    release = large_release(environment=MISSPELT)
    assert broken(models={"large": large_card(releases={"1": release})}) == []

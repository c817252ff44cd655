from pathlib import Path

import pytest

from infra.config.own_variables import KNOWN
from tests.infra.config.conftest import Broken
from tests.infra.config.samples import (
    large_card,
    large_release,
    small_card,
    small_endpoint,
    small_release,
    write_text,
)

MISSPELT = {"LOCKGATE_QUEUE_LENGHT": "8"}
SAID = (
    "environment.LOCKGATE_QUEUE_LENGHT  no container reads this variable; "
    "did you mean 'LOCKGATE_QUEUE_LENGTH'?  [CONTAINER]"
)


@pytest.fixture(autouse=True)
def container(tmp_path: Path) -> None:
    write_text(tmp_path, "containers/llamacpp/Dockerfile", "FROM scratch\n")


def test_misspelt_variable_of_a_release(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(environment=MISSPELT)})
    assert broken(models={"small": card}) == [f"releases.1.{SAID}"]


def test_misspelt_variable_of_an_endpoint(broken: Broken) -> None:
    endpoint = small_endpoint(environment=MISSPELT)
    assert broken(endpoints={"chat": endpoint}) == [f"endpoints.chat.{SAID}"]


@pytest.mark.parametrize("name", [*sorted(KNOWN), "MY_LOCKGATE_NAME"])
def test_variable_that_is_read(broken: Broken, name: str) -> None:
    card = small_card(releases={"1": small_release(environment={name: "8"})})
    assert broken(models={"small": card}) == []


def test_variable_for_an_image_of_aws(broken: Broken) -> None:
    card = large_card(releases={"1": large_release(environment=MISSPELT)})
    assert broken(models={"large": card}) == []

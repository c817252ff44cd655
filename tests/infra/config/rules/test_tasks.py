from pathlib import Path

import pytest

from infra.config.check import check
from infra.config.pipelines import is_task
from tests.infra.config.conftest import Broken
from tests.infra.config.samples import (
    environment,
    small_card,
    small_endpoint,
    small_release,
    write,
    write_text,
)

MISSPELT = {"HF_TASK": "feature-extracton"}
SAID = (
    "containers/huggingface knows no task 'feature-extracton'; did you mean 'feature-extraction'?"
)


@pytest.fixture(autouse=True)
def container(tmp_path: Path) -> None:
    for name in ("huggingface", "others"):
        write_text(tmp_path, f"containers/{name}/Dockerfile", "FROM scratch\n")


def found(broken: Broken, *, container: str = "huggingface", **release: object) -> list[str]:
    """What is wrong with a card."""
    releases = {"1": small_release(container=container, **release)}
    return broken(models={"small": small_card(releases=releases)})


def test_misspelt_task_of_a_release(broken: Broken) -> None:
    texts = found(broken, environment=MISSPELT)
    assert texts == [f"releases.1.environment.HF_TASK  {SAID}  [CONTAINER]"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"environment": MISSPELT}, "environment.HF_TASK"),
        (
            {"variants": {"a": {"model": "small@1", "environment": MISSPELT, "weight": 1}}},
            "variants.a.environment.HF_TASK",
        ),
    ],
)
def test_misspelt_task_of_an_endpoint(
    tmp_path: Path, changes: dict[str, object], path: str
) -> None:
    endpoint = small_endpoint(**changes)
    if "variants" in changes:
        del endpoint["model"]
    card = small_card(releases={"1": small_release(container="huggingface")})
    environments = {"dev": environment(endpoints={"chat": endpoint})}
    [violation] = check(write(tmp_path, environments=environments, models={"small": card}))
    assert (violation.path, violation.message) == (f"endpoints.chat.{path}", SAID)
    assert str(violation.file).endswith("environments/dev.yaml")
    assert violation.line


def test_task_of_another_container_is_not_judged(broken: Broken) -> None:
    assert found(broken, container="others", environment=MISSPELT) == []


def test_task_that_is_left_to_the_files(broken: Broken) -> None:
    assert found(broken, environment={"HF_TASK": ""}) == []


@pytest.mark.parametrize("name", ["fill-mask", "sentence-similarity", "translation_en_to_de"])
def test_tasks_there_are(name: str) -> None:
    assert is_task(name)


@pytest.mark.parametrize("name", ["", "making-tea", "translation_en", "Fill-Mask"])
def test_tasks_there_are_not(name: str) -> None:
    assert not is_task(name)

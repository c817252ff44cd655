"""A task that does not exist ends the container before it imports anything large."""

from pathlib import Path

from tests.containers.huggingface.conftest import CONTAINER
from tests.containers.platform import Platform


def test_misspelt_task_is_the_last_word(platform: Platform, tmp_path: Path) -> None:
    (tmp_path / "config.json").touch()
    container = platform.start(CONTAINER, model=tmp_path, environment={"HF_TASK": "fill_mask"})
    assert container.wait() == 1
    assert container.log.lines[-1].startswith(
        "lockgate: HF_TASK is 'fill_mask', which is no task (did you mean fill-mask?); the tasks "
    )

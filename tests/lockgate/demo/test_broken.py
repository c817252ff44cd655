from pathlib import Path

import pytest

from infra.config.own_images import copied_sources
from lockgate.demo import broken
from lockgate.errors import CommandError

PROJECT = Path(__file__).parents[3]


def test_mistake_is_shown_with_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    broken.show_mistake(PROJECT)

    shown = capsys.readouterr().out
    assert "+    instance: ml.g4dn.xlarge" in shown
    assert "[FIT]" in shown
    assert "1 error" in shown


def test_mistake_is_made_in_a_copy_only() -> None:
    file = PROJECT / "environments" / "dev.yaml"
    before = file.read_text()

    broken.show_mistake(PROJECT)

    assert file.read_text() == before


def test_images_of_the_copy_copy_nothing_from_outside() -> None:
    with broken.copy_of(PROJECT) as copy:
        assert list(copied_sources(copy, "toolkit"))


def test_project_with_errors_of_its_own_goes_no_further(project_root: Path) -> None:
    (project_root / "environments" / "dev.yaml").write_text("acount: 1\n")

    with pytest.raises(CommandError, match="the configuration has errors; correct them"):
        broken.show_check(project_root)

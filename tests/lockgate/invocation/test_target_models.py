from pathlib import Path

import pytest

from infra.config.project import load_project
from infra.config.references import ReleaseReference
from lockgate.errors import CommandError
from lockgate.invocation.target_models import archive_name, reference_text, release_of


@pytest.mark.parametrize("text", ["tiny@1", "tiny-1.tar.gz"])
def test_model_is_named_by_its_release_or_its_archive(text: str) -> None:
    assert archive_name(text) == "tiny-1.tar.gz"


@pytest.mark.parametrize("text", ["tiny", "tiny@", "tiny.gguf", ""])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="names no model of a multi-model endpoint; write MODEL"):
        archive_name(text)


def test_archive_leads_back_to_its_release(kinds: Path) -> None:
    assert release_of("tiny-2.tar.gz", load_project(kinds)) == ReleaseReference("tiny", 2)


def test_archive_of_nobody_has_no_release(kinds: Path) -> None:
    assert release_of("tiny-3.tar.gz", load_project(kinds)) is None


@pytest.mark.parametrize(
    ("archive", "text"),
    [("tiny-1.tar.gz", "tiny@1"), ("a-b-12.tar.gz", "a-b@12"), ("x.tar.gz", "x.tar.gz")],
)
def test_archive_reads_as_the_release_it_is_named_after(archive: str, text: str) -> None:
    assert reference_text(archive) == text

from pathlib import Path

import pytest

from lockgate.errors import CommandError
from lockgate.export.original import original_folder


def original(root: Path, text: str) -> Path:
    return original_folder(text, root=root, report=lambda _: None)


def test_folder_is_taken_as_it_is_named(project_root: Path) -> None:
    assert original(project_root, "weights/mine") == Path("weights/mine")


def test_release_is_the_folder_of_its_weights(kinds: Path) -> None:
    card = kinds / "models" / "tiny.yaml"
    card.write_text(card.read_text().replace("file:weights/tiny.gguf", "file:weights"))
    text = card.read_text()
    pinned = [line for line in text.splitlines() if "sha256" in line]
    card.write_text(text.replace(f"{pinned[0]}\n", ""))
    assert original(kinds, "tiny@1") == kinds / "weights"


def test_release_that_is_not_there_is_a_mistake(kinds: Path) -> None:
    with pytest.raises(CommandError, match=r"there is no tiny@9; tiny has the releases: 1, 2"):
        original(kinds, "tiny@9")

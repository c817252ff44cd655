from pathlib import Path

from inference_code.handlers import digest
from infra.config.digests import folder_digest


def folder(root: Path, **files: str) -> Path:
    root.mkdir()
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_digest_changes_with_content_and_with_names(tmp_path: Path) -> None:
    digests = [
        folder_digest(folder(tmp_path / "one", a="1")),
        folder_digest(folder(tmp_path / "two", a="2")),
        folder_digest(folder(tmp_path / "three", b="1")),
    ]
    assert len(set(digests)) == 3


def test_equal_folders_have_one_digest(tmp_path: Path) -> None:
    first, second = folder(tmp_path / "one", a="1"), folder(tmp_path / "two", a="1")
    assert folder_digest(first) == folder_digest(second)


def test_containers_have_the_same_digest_of_a_folder(tmp_path: Path) -> None:
    mine = folder(tmp_path / "one", a="1", b="2")
    (mine / "a_folder").mkdir()
    (mine / "a_folder" / "c").write_text("3")
    assert digest.folder_digest(mine) == folder_digest(mine)

from pathlib import Path

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

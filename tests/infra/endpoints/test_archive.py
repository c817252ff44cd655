import os
import tarfile
from pathlib import Path

from infra.endpoints.archive import folder_digest, write_archive


def folder(root: Path, **files: str) -> Path:
    root.mkdir()
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_times_do_not_change_the_bytes(tmp_path: Path) -> None:
    weights = folder(tmp_path / "weights", config="{}")
    write_archive(weights, tmp_path / "first.gz")
    os.utime(weights / "config", (1, 1))
    write_archive(weights, tmp_path / "second.gz")
    assert (tmp_path / "first.gz").read_bytes() == (tmp_path / "second.gz").read_bytes()


def test_files_stand_at_the_top(tmp_path: Path) -> None:
    write_archive(folder(tmp_path / "weights", config="{}"), tmp_path / "packed.gz")
    with tarfile.open(tmp_path / "packed.gz") as archive:
        assert archive.getnames() == ["config"]


def test_digest_changes_with_content_and_with_names(tmp_path: Path) -> None:
    digests = [
        folder_digest(folder(tmp_path / "one", a="1")),
        folder_digest(folder(tmp_path / "two", a="2")),
        folder_digest(folder(tmp_path / "three", b="1")),
    ]
    assert len(set(digests)) == 3

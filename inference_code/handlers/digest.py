"""The digest by which a release pins its model: one file, or a folder of files."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from inference_code.handler import LoadError

MANIFEST = "lockgate.json"
"""What an archive says of its model, and so no part of it."""
IGNORED = "__pycache__"


def check_digest(path: Path, expected: str | None) -> None:
    """Compare the SHA-256 of a file or a folder with the expected one, if there is one.

    Raises:
        LoadError: they differ.
    """
    if expected is None:
        return
    actual = folder_digest(path) if path.is_dir() else _file_digest(path)
    if actual != expected:
        raise LoadError(
            f"the sha256 of {path} is {actual}, and lockgate.json says {expected}; "
            "publish the model again"
        )


def folder_digest(folder: Path) -> str:
    """The SHA-256 over the names and contents below a folder.

    It is over one line for each file, in the order of their paths: its path below the folder, a
    zero byte, its own SHA-256 in hexadecimal digits.
    """
    digest = hashlib.sha256()
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name != MANIFEST:
            digest.update(f"{name}\0{_file_digest(path)}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if not path.is_dir():
            yield path
        elif path.name != IGNORED:
            yield from _files(path)


def _file_digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

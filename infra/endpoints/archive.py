"""A folder as one tar.gz: the same bytes for the same content."""

import hashlib
from pathlib import Path

from infra.config.archive import folder_members, pack
from infra.config.files import regular_files


def file_digest(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_digest(folder: Path) -> str:
    """Digest of the names and contents below a folder."""
    digest = hashlib.sha256()
    for path in regular_files(folder):
        line = f"{path.relative_to(folder).as_posix()}\0{file_digest(path)}\n"
        digest.update(line.encode())
    return digest.hexdigest()


def write_archive(folder: Path, target: Path) -> None:
    """Write a folder's files as tar.gz without times, owners or the order of the file system."""
    pack(folder_members(folder), target)

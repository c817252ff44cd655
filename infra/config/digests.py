"""What tells two files, or two folders, apart."""

import hashlib
from pathlib import Path
from typing import IO

from infra.config.files import regular_files

CHUNK_BYTES = 1 << 20


class ArtifactError(Exception):
    """Weights cannot be had, or are not those that their card pins."""


def require_digest(source: object, *, pinned: str, found: str) -> None:
    """Check what was found against what a model card pins.

    Raises:
        ArtifactError: they differ; names both.
    """
    if found != pinned:
        raise ArtifactError(
            f"{source} has the sha256 {found}, but its model card pins {pinned}; it is not what "
            "was reviewed: find out why, and write the new sha256 only if you want these weights"
        )


def digest_of(path: Path) -> str:
    """The sha256 of a file, or of a folder as `folder_digest` has it."""
    if path.is_dir():
        return folder_digest(path)
    with path.open("rb") as stream:
        return stream_digest(stream)


def folder_digest(folder: Path) -> str:
    """Digest of the names and contents below a folder."""
    digest = hashlib.sha256()
    for path in regular_files(folder):
        line = f"{path.relative_to(folder).as_posix()}\0{digest_of(path)}\n"
        digest.update(line.encode())
    return digest.hexdigest()


def stream_digest(stream: IO[bytes], *, copy: IO[bytes] | None = None) -> str:
    """The sha256 of what is left of a stream, which is also written to a copy if there is one."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
        if copy:
            copy.write(chunk)
    return digest.hexdigest()

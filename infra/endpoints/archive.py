"""A folder as one tar.gz: the same bytes for the same content."""

import gzip
import hashlib
import tarfile
from pathlib import Path

from infra.files import regular_files


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
    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0, compresslevel=1) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in regular_files(folder):
            _add(archive, path, path.relative_to(folder).as_posix())


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = path.stat().st_size
    entry.mode = 0o644
    with path.open("rb") as stream:
        archive.addfile(entry, stream)

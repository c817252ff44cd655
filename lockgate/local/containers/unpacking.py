"""Unpacks a tar.gz that nobody has vouched for."""

import gzip
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from lockgate.local.containers.errors import ArtifactFailed


def unpack(archive: Path, *, into: Path, name: str) -> None:
    """Write the files of a tar.gz below `into`; `name` is what errors call the archive.

    Only plain files and folders with paths inside `into` are taken. Everything else raises
    ArtifactFailed: absolute paths, `..`, links and devices. Members are written one by one, as
    new files with default permissions, so that no trust in tarfile's own checks is needed.
    """
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                _write(tar, member, into / _safe_path(member, name))
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ArtifactFailed(f"{name} is no tar.gz that can be unpacked: {error}") from error


def _safe_path(member: tarfile.TarInfo, name: str) -> PurePosixPath:
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts:
        raise ArtifactFailed(f"{name} holds {member.name!r}, a path that leads out of the model")
    if member.issym() or member.islnk():
        raise ArtifactFailed(
            f"{name} holds {member.name!r}, a link to {member.linkname!r}; pack the file itself "
            "(tar --dereference --hard-dereference)"
        )
    if not member.isreg() and not member.isdir():
        raise ArtifactFailed(f"{name} holds {member.name!r}, which is no plain file or folder")
    return path


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = tar.extractfile(member)
    assert content is not None  # noqa: S101 - a plain file has content
    with content, target.open("wb") as file:
        shutil.copyfileobj(content, file)

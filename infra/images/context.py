"""The build context of a container: its Dockerfile, and the files that it copies."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Copy, read_stages
from infra.config.dockerfile.sources import sources_of
from infra.config.files import regular_files

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""
TAG_DIGITS = 16
FOLDERS = ("containers", "inference_code")
"""Folders that an image may copy from; .dockerignore lets the same ones through."""


def dockerfile(container: str) -> str:
    """Path of a container's Dockerfile in the build context, which is the project's root."""
    return f"containers/{container}/Dockerfile"


def context_files(root: Path, container: str) -> list[Path]:
    """Files that an image of `containers/CONTAINER` is built from, in the order of their paths.

    Raises DockerfileError when the Dockerfile does not parse, or copies what is missing or lies
    outside FOLDERS.
    """
    file = root / dockerfile(container)
    copies = [copy for stage in read_stages(file) for copy in stage.copies]
    return sorted({file, *(path for copy in copies for path in _copied(copy, file, root))})


def _copied(copy: Copy, file: Path, root: Path) -> Iterator[Path]:
    for source in sources_of(copy, file=file, context=root):
        if source.relative_to(root).parts[:1] not in [(folder,) for folder in FOLDERS]:
            message = f"COPY {source.relative_to(root)}: images copy from {' and '.join(FOLDERS)}"
            raise DockerfileError(file, copy.line, f"{message} only")
        yield from _regular(source)


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

"""What the Dockerfile of a container of ours says."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Copy, Image, read_stages
from infra.config.dockerfile.sources import sources_of

FOLDER = "containers"
OUR_CODE = "inference_code"
"""The package of our servers."""
COPIED_FOLDERS = (FOLDER, OUR_CODE)
"""Folders that an image may copy from; .dockerignore lets the same ones through."""
HANDLER = "LOCKGATE_HANDLER"


def own_dockerfile(container: str) -> str:
    """Path of a container's Dockerfile in the build context, which is the project's root."""
    return f"{FOLDER}/{container}/Dockerfile"


def read_own_image(root: Path, container: str) -> Image | None:
    """The last stage of the Dockerfile of `containers/CONTAINER`; None if there is no such file.

    Raises:
        DockerfileError: it does not parse.
    """
    file = root / own_dockerfile(container)
    return _stages(file)[-1] if file.is_file() else None


def copied_sources(root: Path, container: str) -> Iterator[Path]:
    """Files and folders of the project that any stage of a container's image copies.

    Raises:
        DockerfileError: the Dockerfile is missing or does not parse, or copies what is not there or
            lies outside COPIED_FOLDERS.
    """
    file = root / own_dockerfile(container)
    for copy in (copy for stage in _stages(file) for copy in stage.copies):
        for source in sources_of(copy, file=file, context=root):
            _require_folder(source.relative_to(root), file, copy)
            yield source


def _require_folder(source: Path, file: Path, copy: Copy) -> None:
    if source.parts[:1] not in [(folder,) for folder in COPIED_FOLDERS]:
        allowed = " and ".join(COPIED_FOLDERS)
        raise DockerfileError(file, copy.line, f"COPY {source}: images copy from {allowed} only")


def _stages(file: Path) -> list[Image]:
    status = file.stat() if file.is_file() else None
    return _read(file, status.st_mtime_ns, status.st_size) if status else read_stages(file)


@lru_cache(maxsize=64)
def _read(file: Path, _changed_ns: int, _size: int) -> list[Image]:
    """Read once, because rules ask dozens of times; nobody changes what they get."""
    return read_stages(file)


def own_image(root: Path, container: object) -> Image | None:
    """The same, and None for images of AWS and a Dockerfile that does not parse: a rule refuses it.

    Args:
        root: the project's folder.
        container: as a release names it.
    """
    try:
        return read_own_image(root, container) if isinstance(container, str) else None
    except DockerfileError:
        return None


def handler_of(root: Path, container: object) -> str | None:
    """What serves in a container of ours: its handler, else the module that ENTRYPOINT starts.

    None for images of AWS, and where the Dockerfile says neither.
    """
    image = own_image(root, container)
    if image is None:
        return None
    return image.environment.get(HANDLER, started_module(image))


def started_module(image: Image) -> str | None:
    """The module that `python -m` of an ENTRYPOINT starts; None where that is something else."""
    command = image.entrypoint or ()
    return command[2] if len(command) > 2 and command[1] == "-m" else None


def starts_our_server(image: Image) -> bool:
    """Whether ENTRYPOINT starts a server of this project, and not one of the user's own."""
    return (started_module(image) or "").partition(".")[0] == OUR_CODE

"""What the Dockerfile of a container of ours says."""

from functools import lru_cache
from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Image, read_stages

FOLDER = "containers"
HANDLER = "LOCKGATE_HANDLER"


def read_own_image(root: Path, container: str) -> Image | None:
    """The last stage of the Dockerfile of `containers/CONTAINER`; None if there is no such file.

    Raises:
        DockerfileError: it does not parse.
    """
    file = root / FOLDER / container / "Dockerfile"
    if not file.is_file():
        return None
    status = file.stat()
    return _last_stage(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _last_stage(file: Path, _changed_ns: int, _size: int) -> Image:
    """Read once, because rules ask dozens of times; nobody changes what they get."""
    return read_stages(file)[-1]


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

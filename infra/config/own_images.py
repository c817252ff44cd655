"""What the Dockerfile of a container of ours says about how it runs a model."""

from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Image, read_stages
from infra.config.model_card import ManagedImage, Release

FOLDER = "containers"
HANDLER = "LOCKGATE_HANDLER"
MODEL_SERVER = "multi-model-server"
"""The handler behind which each parallel request has a process, with a model of its own."""


def own_image(root: Path, release: Release) -> Image | None:
    """The last stage of the Dockerfile that a release runs in.

    None for images of AWS, and for a Dockerfile that is missing or cannot be read.
    """
    if isinstance(release.container, ManagedImage):
        return None
    file = root / FOLDER / release.container / "Dockerfile"
    try:
        return read_stages(file)[-1] if file.is_file() else None
    except DockerfileError:
        return None


def model_processes(root: Path, release: Release) -> int:
    """Processes that each load the model: those of Multi Model Server, or the only one."""
    image = own_image(root, release)
    if image is None or image.environment.get(HANDLER) != MODEL_SERVER:
        return 1
    return release.settings.parallel_requests

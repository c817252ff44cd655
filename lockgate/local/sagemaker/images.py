"""Which folder of `containers/` an image URI means, if any, and what the image can do."""

from pathlib import Path

from infra.config.dockerfile.image import read_image
from infra.config.multi_model import LABEL
from infra.config.own_labels import has
from lockgate.local.protocol.scope import Scope

OURS = "lockgate"
"""First part of the repositories of our own containers."""


def folder_of(image: str, *, root: Path, scope: Scope) -> Path | None:
    """The container's folder below `root`, or None for an image that somebody else publishes.

    Ours are `.../lockgate/NAME`, and `.../NAME` in the registry of the account itself; a managed
    image may have the name of one of our folders.
    """
    registry, _, path = image.partition("/")
    repository = path.partition("@")[0].partition(":")[0]
    parents, _, name = repository.rpartition("/")
    folder = Path("containers") / name
    is_ours = parents == OURS or parents.endswith(f"/{OURS}")
    if not is_ours and registry.partition(".")[0] != scope.account:
        return None
    return folder if name and (root / folder / "Dockerfile").is_file() else None


def takes_many_models(folder: Path, *, root: Path) -> bool:
    """Whether the image of a container's folder may run a multi-model endpoint: its label.

    Raises:
        DockerfileError: its Dockerfile does not parse.
    """
    return has(read_image(root / folder / "Dockerfile", base={}).labels, LABEL)

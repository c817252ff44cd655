"""What the labels of a container of ours say about the machine that it needs."""

import re
from collections.abc import Mapping
from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import read_stages

FOLDER = "containers"
PROCESSOR = "ai.lockgate.processor"
"""`gpu` where the container does not start without one; a container that says nothing runs on
CPUs."""
GPU = f"{PROCESSOR}=gpu"
CUDA = "ai.lockgate.cuda"
"""The CUDA version of the image, `13.0`, which decides what driver its instances need."""


def labels_of(root: Path, container: str) -> Mapping[str, str]:
    """Labels of `containers/CONTAINER`; none of a Dockerfile that is missing or does not parse.

    Args:
        root: the project's folder.
        container: a folder's name.
    """
    file = root / FOLDER / container / "Dockerfile"
    try:
        return read_stages(file)[-1].labels if file.is_file() else {}
    except DockerfileError:
        return {}


def needs_gpu(root: Path, container: str) -> bool:
    """Whether a container does not start without a GPU."""
    return labels_of(root, container).get(PROCESSOR) == "gpu"


def cuda_of(root: Path, container: str) -> tuple[int, int] | None:
    """The CUDA version of a container; None where it has none, or does not say which."""
    found = re.fullmatch(r"(\d+)\.(\d+)", labels_of(root, container).get(CUDA, ""))
    return (int(found[1]), int(found[2])) if found else None

"""What the labels of a container of ours say: what machine it needs, and what it can do."""

import re
from collections.abc import Mapping
from pathlib import Path

from infra.config.own_images import own_image

PROCESSOR = "ai.lockgate.processor"
"""`gpu` where the container does not start without one; a container that says nothing runs on
CPUs."""
GPU = f"{PROCESSOR}=gpu"
FETCHES = "ai.lockgate.downloads=huggingface"
"""Said by a container that downloads what HF_MODEL_ID and HF_MODEL_REVISION name at its start."""
BOTH_WAYS = "com.amazonaws.sagemaker.capabilities.bidirectional-streaming=true"
"""Said by a container that takes WebSockets at /invocations-bidirectional-stream: none of ours.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
"""
CUDA = "ai.lockgate.cuda"
"""The CUDA version of the image, `13.0`, which decides what driver its instances need."""


def labels_of(root: Path, container: str) -> Mapping[str, str]:
    """Labels of `containers/CONTAINER`; none of a Dockerfile that is missing or does not parse.

    Args:
        root: the project's folder.
        container: a folder's name.
    """
    image = own_image(root, container)
    return image.labels if image else {}


def says(root: Path, container: str, label: str) -> bool:
    """Whether a container has a label with a value, written NAME=VALUE."""
    return has(labels_of(root, container), label)


def has(labels: Mapping[str, str], label: str) -> bool:
    """Whether labels hold one with its value, written NAME=VALUE."""
    name, _, value = label.partition("=")
    return labels.get(name) == value


def needs_gpu(root: Path, container: str) -> bool:
    """Whether a container does not start without a GPU."""
    return labels_of(root, container).get(PROCESSOR) == "gpu"


def cuda_of(root: Path, container: str) -> tuple[int, int] | None:
    """The CUDA version of a container; None where it has none, or does not say which."""
    found = re.fullmatch(r"(\d+)\.(\d+)", labels_of(root, container).get(CUDA, ""))
    return (int(found[1]), int(found[2])) if found else None

"""What an image says of itself."""

import re

from infra.config.own_labels import CUDA, PROCESSOR
from tests.containers.images.definition import Definition

BIND = "com.amazonaws.sagemaker.capabilities.accept-bind-to-port"
MULTI_MODEL = "com.amazonaws.sagemaker.capabilities.multi-models"
TITLE = "org.opencontainers.image.title"
SERVE_MANY = {"llamacpp", "onnx", "onnx-cuda", "toolkit", "toolkit-cuda"}
"""Containers that have the multi-model API."""
OF_CUDA = re.compile(r"/cuda:(\d+\.\d+)\.")


def wrong_labels(found: Definition) -> list[str]:
    """Labels that differ from what the image can do."""
    wanted = {
        BIND: "true",
        MULTI_MODEL: "true" if found.name in SERVE_MANY else None,
        TITLE: f"lockgate-{found.name}",
    }
    said = {name: found.image.labels.get(name) for name in wanted}
    return [
        f"the label {name} is {said[name]}, not {value}"
        for name, value in wanted.items()
        if said[name] != value
    ]


def wrong_cuda(found: Definition) -> list[str]:
    """A CUDA other than that of the base image: it decides on the driver of the instances."""
    labels, base = found.image.labels, OF_CUDA.search(found.image.base)
    if base and labels.get(CUDA) != base[1]:
        return [f"the label {CUDA} is {labels.get(CUDA)}, and the base image has {base[1]}"]
    if PROCESSOR in labels and CUDA not in labels:
        return [f"the label {PROCESSOR} is {labels[PROCESSOR]}, and there is no {CUDA}"]
    return []

"""What an image says of itself."""

from tests.containers.images.definition import Definition

BIND = "com.amazonaws.sagemaker.capabilities.accept-bind-to-port"
MULTI_MODEL = "com.amazonaws.sagemaker.capabilities.multi-models"
PROCESSOR = "ai.lockgate.processor"
TITLE = "org.opencontainers.image.title"
SERVE_MANY = {"llamacpp", "onnx", "onnx-cuda", "toolkit", "toolkit-cuda"}
"""Containers that have the multi-model API."""
GPU_BASES = ("cuda", "vllm")


def wrong_labels(found: Definition) -> list[str]:
    """Labels that differ from what the image can do."""
    on_gpu = any(word in found.image.base for word in GPU_BASES)
    wanted = {
        BIND: "true",
        MULTI_MODEL: "true" if found.name in SERVE_MANY else None,
        PROCESSOR: "gpu" if on_gpu else None,
        TITLE: f"lockgate-{found.name}",
    }
    said = {name: found.image.labels.get(name) for name in wanted}
    return [
        f"the label {name} is {said[name]}, not {value}"
        for name, value in wanted.items()
        if said[name] != value
    ]

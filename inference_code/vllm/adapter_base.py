"""Whether an adapter was trained for the model that is served."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inference_code.handler import LoadError
from inference_code.vllm.model import Model
from inference_code.vllm.tensors_file import read_header

BASE = "base_model_name_or_path"
VARIANT = re.compile(
    r"[-_.](fp8|awq|gptq|bf16|fp16|int[48]|w\d+a\d+|[48]bit|bnb|unsloth|dynamic|marlin)(?=[-_.]|$)"
)
"""Words that say how the weights are stored: an adapter fits them however they are."""
LAYER = re.compile(r"\.layers\.(\d+)\.")
READS_HIDDEN = re.compile(r"\.(q_proj|k_proj|v_proj|gate_proj|up_proj)\.lora_A\.")
"""Weights whose input is the hidden state, so that their second dimension is its size."""


def check_base(
    folder: Path, config: dict[str, Any], weights: Path, model: Model, *, named: str | None
) -> None:
    """Compare the names where both sides have one, and the shapes where both are known.

    Args:
        folder: of the adapter.
        config: its adapter_config.json.
        weights: its weights.
        model: the served model.
        named: what the operator calls the served model. Default: what its files say.

    Raises:
        LoadError: the adapter is for another model.
    """
    trained, served = config.get(BASE), named or model.config.get("_name_or_path")
    if _is_name(trained) and _is_name(served) and _plain(trained) != _plain(served):
        raise LoadError(
            f"{folder} was trained for {trained}, and {served} is served; remove it, or set "
            f"LOCKGATE_BASE_MODEL={trained} if the weights are those under another name"
        )
    if weights.suffix == ".safetensors":
        for problem in _misfits(weights, model):
            raise LoadError(f"{weights} is for another model: {problem}")


def _is_name(text: object) -> bool:
    """Whether a text names a model; paths of the machine that trained it say nothing."""
    return isinstance(text, str) and bool(text) and not text.startswith(("/", ".", "~"))


def _plain(name: Any) -> str:
    """The model's name without its publisher and without how its weights are stored."""
    return VARIANT.sub("", str(name).rstrip("/").rpartition("/")[2].lower())


def _misfits(weights: Path, model: Model) -> Iterator[str]:
    hidden, layers = model.figure("hidden_size"), model.figure("num_hidden_layers")
    for name, entry in read_header(weights).items():
        layer = LAYER.search(name)
        if layers and layer and int(layer[1]) >= layers:
            yield f"{name} belongs to layer {layer[1]}, and the model has {layers} layers"
        size = entry["shape"][-1] if entry["shape"] else None
        if hidden and READS_HIDDEN.search(name) and size != hidden:
            yield f"{name} reads {size} values, and the model's hidden size is {hidden}"

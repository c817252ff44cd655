"""Model folders as vLLM reads them, with weights of a few bytes."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inference_code.vllm.settings import VllmSettings

FIGURES = {
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "hidden_size": 64,
    "num_hidden_layers": 2,
}
TINY = {"weight": [1]}
"""Shapes of a model's only tensor."""


def tensors(shapes: Mapping[str, Sequence[int]]) -> bytes:
    """A safetensors file of zeros."""
    entries, end = {}, 0
    for name, shape in shapes.items():
        size = 4
        for length in shape:
            size *= length
        entries[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    header = json.dumps(entries).encode()
    return len(header).to_bytes(8, "little") + header + bytes(end)


def write_model(base: Path, **config: Any) -> Path:
    """The folder `model` below the base, with a configuration and weights."""
    folder = base / "model"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps({**FIGURES, **config}))
    (folder / "model.safetensors").write_bytes(tensors(TINY))
    return folder


def write_adapter(
    model: Path,
    name: str = "polite",
    *,
    shapes: Mapping[str, Sequence[int]] | None = None,
    **config: Any,
) -> Path:
    """An adapter beside the model, as PEFT writes it."""
    folder = model / "adapters" / name
    folder.mkdir(parents=True)
    content = {"r": 8, "lora_alpha": 16, "target_modules": ["q_proj"], "bias": "none", **config}
    (folder / "adapter_config.json").write_text(json.dumps(content))
    (folder / "adapter_model.safetensors").write_bytes(tensors(shapes or TINY))
    return folder


def settings(base: Path, **environ: str) -> VllmSettings:
    """The settings of a container whose files are below the base."""
    return VllmSettings.from_environment({"SAGEMAKER_BASE_DIR": str(base), **environ})

"""The model that vLLM is to load: a folder, or a repository of a hub."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inference_code.handler import LoadError
from inference_code.vllm.settings import VllmSettings
from inference_code.vllm.tensors_file import read_header

CONFIG = "config.json"
INDEX = "model.safetensors.index.json"
WEIGHTS = ("*.safetensors", "*.bin", "*.pt")
"""What vLLM looks for in a folder (vllm/model_executor/model_loader/default_loader.py)."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """What is known of a model before it is loaded."""

    location: str
    """A folder, or the name of a repository."""
    is_local: bool
    config: dict[str, Any] = field(default_factory=dict)
    """Its config.json; empty for a repository, whose files are not here yet."""

    @property
    def text(self) -> dict[str, Any]:
        """The part of the configuration that describes the language model."""
        text = self.config.get("text_config")
        return text if isinstance(text, dict) else self.config

    def figure(self, name: str) -> int | None:
        """A whole number of the language model's configuration, if it is there."""
        value = self.text.get(name)
        return value if type(value) is int and value > 0 else None


def find_model(settings: VllmSettings) -> Model:
    """Find the model and check what can be checked within seconds.

    Raises:
        LoadError: there is none, there are two, or its files are incomplete.
    """
    folder = settings.shared.model_dir
    if settings.hub_model is None:
        return _local_model(folder)
    if (folder / CONFIG).exists():
        raise LoadError(
            f"HF_MODEL_ID is {settings.hub_model}, and {folder} holds a model too; remove the "
            "variable, or the folder's model"
        )
    return Model(location=settings.hub_model, is_local=False)


def _local_model(folder: Path) -> Model:
    if not folder.is_dir() or not any(folder.iterdir()):
        raise LoadError(
            f"{folder} is empty; name a release with a folder of weights, or set HF_MODEL_ID"
        )
    if not (folder / CONFIG).is_file():
        found = ", ".join(sorted(path.name for path in folder.iterdir())[:5])
        raise LoadError(f"{folder} has no {CONFIG}; it holds {found}")
    config = read_object(folder / CONFIG)
    _check_weights(folder)
    return Model(location=str(folder), is_local=True, config=config)


def _check_weights(folder: Path) -> None:
    """Refuse a folder without weights, with some missing, or with files cut short."""
    files = sorted({path for pattern in WEIGHTS for path in folder.glob(pattern)})
    if not files:
        raise LoadError(f"{folder} holds no weights: none of {', '.join(WEIGHTS)}")
    if (folder / INDEX).is_file():
        named = read_object(folder / INDEX).get("weight_map")
        wanted = sorted(set(named.values())) if isinstance(named, dict) else []
        missing = [name for name in wanted if not (folder / str(name)).is_file()]
        if missing:
            raise LoadError(f"{folder} lacks {missing[0]}, which {INDEX} names")
    for file in files:
        if file.suffix == ".safetensors":
            read_header(file)


def read_object(file: Path) -> dict[str, Any]:
    """A JSON object.

    Raises:
        LoadError: the file holds none.
    """
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise LoadError(f"{file} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise LoadError(f"{file} holds no JSON object")
    return content

"""LoRA adapters beside the model: `adapters/NAME/` in its folder, as PEFT writes them."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference_code.handler import LoadError
from inference_code.vllm.adapter_base import check_base
from inference_code.vllm.model import Model, read_object
from inference_code.vllm.settings import VllmSettings

FOLDER = "adapters"
CONFIG = "adapter_config.json"
WEIGHTS = ("adapter_model.safetensors", "adapter_model.bin", "adapter_model.pt")
"""Source: vllm/lora/lora_model.py, from_local_checkpoint."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
RANKS = (1, 8, 16, 32, 64, 128, 256, 320, 512)
"""What `--max-lora-rank` may be. Source: vllm/config/lora.py, MaxLoRARanks."""


@dataclass(frozen=True)
class Adapter:
    """One adapter; a request names it as its `model`."""

    name: str
    folder: Path
    rank: int


def find_adapters(settings: VllmSettings, model: Model) -> list[Adapter]:
    """The adapters in the model's folder, by name.

    Raises:
        LoadError: one of them is incomplete, was trained for another model, or needs what vLLM
            cannot do.
    """
    folder = settings.shared.model_dir / FOLDER
    if not folder.is_dir():
        return []
    taken = {settings.shared.model_name} | settings.shared.model_aliases
    found = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    return [_read(path, taken, settings, model) for path in found]


def _read(folder: Path, taken: set[str], settings: VllmSettings, model: Model) -> Adapter:
    name = folder.name
    if not NAME.fullmatch(name):
        raise LoadError(
            f"{folder}: an adapter's name has letters, digits, dots, hyphens and underscores"
        )
    if name in taken:
        raise LoadError(f"{folder}: the model itself is called {name}; rename the adapter")
    if not (folder / CONFIG).is_file():
        raise LoadError(f"{folder} has no {CONFIG}")
    weights = [folder / file for file in WEIGHTS if (folder / file).is_file()]
    if not weights:
        raise LoadError(f"{folder} has no weights: none of {', '.join(WEIGHTS)}")
    config = read_object(folder / CONFIG)
    _check_features(folder, config)
    check_base(folder, config, weights[0], model, named=settings.base_model or settings.hub_model)
    return Adapter(name, folder, _rank(folder, config))


def _rank(folder: Path, config: dict[str, Any]) -> int:
    rank = config.get("r")
    if type(rank) is not int or not 1 <= rank <= RANKS[-1]:
        raise LoadError(
            f"{folder / CONFIG} says r: {rank!r}; vLLM takes ranks from 1 to {RANKS[-1]}"
        )
    return rank


def _check_features(folder: Path, config: dict[str, Any]) -> None:
    """Refuse what vLLM refuses when it loads an adapter, or what it would pass over.

    Source: vllm/lora/peft_helper.py, _validate_features and validate_legal; it knows no patterns
    of ranks and scalings, and would scale every module alike.
    """
    for key, plain in (
        ("use_dora", (None, False)),
        ("modules_to_save", (None, [])),
        ("bias", (None, "none")),
        ("rank_pattern", (None, {})),
        ("alpha_pattern", (None, {})),
    ):
        if config.get(key) not in plain:
            raise LoadError(
                f"{folder / CONFIG} says {key}: {config[key]!r}, which vLLM does not serve"
            )


def adapter_flags(adapters: Sequence[Adapter], settings: VllmSettings) -> list[str]:
    """Flags that load the adapters before the first request; none without adapters."""
    if not adapters:
        return []
    at_once = min(settings.adapters_at_once or len(adapters), len(adapters))
    rank = next(limit for limit in RANKS if limit >= max(one.rank for one in adapters))
    return [
        "--enable-lora",
        f"--max-loras={at_once}",
        f"--max-cpu-loras={len(adapters)}",
        f"--max-lora-rank={rank}",
        "--lora-modules",
        *(_module(one, settings.shared.model_name) for one in adapters),
    ]


def _module(adapter: Adapter, base: str) -> str:
    described = {"name": adapter.name, "path": str(adapter.folder), "base_model_name": base}
    return json.dumps(described)

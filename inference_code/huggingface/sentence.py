"""How a model makes one vector of a text, as the files of sentence-transformers say.

https://sbert.net/docs/package_reference/sentence_transformer/models.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference_code.handler import LoadError
from inference_code.huggingface.task import read_json

MODES = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
"""By field of 1_Pooling/config.json, in the order in which several are joined to one vector."""
_KNOWN = ("Transformer", "Pooling", "Normalize")


@dataclass(frozen=True)
class Sentence:
    """What comes before and after the Transformers model."""

    transformer: Path
    """Folder with the Transformers model."""
    pooling: tuple[str, ...] = ("mean",)
    """How the vectors of the tokens become one; several are joined."""
    max_tokens: int | None = None
    """Tokens of the longest text; None leaves it to the model."""
    lower_case: bool = False
    """Write the text in lower case first."""
    prompt: str = ""
    """Words that go before each text."""


def read_sentence(folder: Path) -> Sentence:
    """Read modules.json and what it names; without it, the mean of all tokens is the vector.

    Raises:
        LoadError: a file cannot be read, or asks for what is not computed here.
    """
    if not (folder / "modules.json").is_file():
        return Sentence(folder)
    paths = _modules(read_json(folder / "modules.json"))
    transformer = folder / paths["Transformer"]
    limits = _optional(transformer / "sentence_bert_config.json")
    return Sentence(
        transformer,
        pooling=_pooling(folder / paths["Pooling"] / "config.json"),
        max_tokens=limits.get("max_seq_length"),
        lower_case=bool(limits.get("do_lower_case")),
        prompt=_prompt(_optional(folder / "config_sentence_transformers.json")),
    )


def _modules(listed: list[dict[str, Any]]) -> dict[str, str]:
    """Path of each module by its kind."""
    paths = {module["type"].rpartition(".")[2]: module["path"] for module in listed}
    unknown = [kind for kind in paths if kind not in _KNOWN]
    missing = [kind for kind in ("Transformer", "Pooling") if kind not in paths]
    if unknown or missing:
        what = f"the module {unknown[0]}" if unknown else f"no module {missing[0]}"
        raise LoadError(
            f"modules.json has {what}; this container computes {', '.join(_KNOWN)}. A model with "
            "others needs an inference.py of its own in code/"
        )
    return paths


def _pooling(file: Path) -> tuple[str, ...]:
    config = read_json(file)
    modes = tuple(mode for field, mode in MODES.items() if config.get(field))
    if not modes:
        raise LoadError(f"{file} names no pooling that is known; it may set {', '.join(MODES)}")
    if config.get("include_prompt") is False:
        raise LoadError(f"{file} leaves the prompt out of the pooling, which is not computed here")
    return modes


def _prompt(config: Mapping[str, Any]) -> str:
    name = config.get("default_prompt_name")
    return str(config["prompts"][name]) if name else ""


def _optional(file: Path) -> dict[str, Any]:
    return dict(read_json(file)) if file.is_file() else {}

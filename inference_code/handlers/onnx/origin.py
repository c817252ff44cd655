"""What the files of Transformers and sentence-transformers say of a model.

Files: https://sbert.net/docs/sentence_transformer/usage/custom_models.html
"""

from pathlib import Path
from typing import Any, Literal, get_args

import orjson

from inference_code.handler import LoadError
from inference_code.handlers.onnx.description import (
    CONFIG,
    Classification,
    Description,
    Embedding,
    Pooling,
)

Task = Literal["embedding", "classification"]
TASKS: tuple[Task, ...] = get_args(Task)
_MODES: dict[str, Pooling] = {
    "cls": "cls",
    "lasttoken": "last",
    "max": "max",
    "mean": "mean",
}
_MODULES = ("Transformer", "Pooling", "Normalize")
_POSITIONS_BEFORE_THE_FIRST = {"roberta": 2, "xlm-roberta": 2, "camembert": 2, "mpnet": 2}
"""Positions that these models count and no token can have (padding_idx + 1)."""


def describe(folder: Path, task: Task | None = None) -> Description:
    """Describe the model of a folder; its task is what its architecture says unless it is given.

    Raises:
        LoadError: a file is missing, or asks for what is not supported.
    """
    config = _read(folder / CONFIG)
    if (task or _task_of(config)) == "classification":
        return _classification(folder, config)
    return _embedding(folder, config)


def _task_of(config: dict[str, Any]) -> Task:
    names = config.get("architectures") or []
    classifies = any(name.endswith("ForSequenceClassification") for name in names)
    return "classification" if classifies else "embedding"


def _classification(folder: Path, config: dict[str, Any]) -> Classification:
    labels = _labels(config)
    if config.get("problem_type") == "regression":
        raise LoadError(f"{folder / CONFIG}: problem_type is regression, which gives no labels")
    several = config.get("problem_type") == "multi_label_classification"
    return Classification(
        labels=labels,
        # As the pipelines of Transformers: a single label can only be likely or not.
        scores="sigmoid" if several or len(labels) == 1 else "softmax",
        max_tokens=_max_tokens(folder, config),
        pad_id=config.get("pad_token_id") or 0,
    )


def _labels(config: dict[str, Any]) -> list[str]:
    """The names of the labels; Transformers leaves its default ones out of the file."""
    names = config.get("id2label") or {}
    if not names:
        return [f"LABEL_{number}" for number in range(config.get("num_labels", 2))]
    return [names[key] for key in sorted(names, key=int)]


def _embedding(folder: Path, config: dict[str, Any]) -> Embedding:
    return Embedding(
        pooling=_pooling(folder),
        prompt=_prompt(folder),
        max_tokens=_max_tokens(folder, config),
        pad_id=config.get("pad_token_id") or 0,
    )


def _pooling(folder: Path) -> Pooling:
    file = folder / _pooling_folder(folder) / CONFIG
    config = _read(file)
    if config.get("include_prompt") is False:
        raise LoadError(f"{file}: include_prompt is false, which is not supported")
    modes = [
        key.removeprefix("pooling_mode_").removesuffix("_token").removesuffix("_tokens")
        for key, value in config.items()
        if key.startswith("pooling_mode_") and value is True
    ]
    if (named := config.get("pooling_mode")) is not None:  # the newer way to say it
        modes = [str(named)]
    if len(modes) != 1 or modes[0] not in _MODES:
        raise LoadError(
            f"{file} asks for the pooling {' and '.join(modes) or 'of none'}; "
            f"supported is one of {', '.join(_MODES)}"
        )
    return _MODES[modes[0]]


def _pooling_folder(folder: Path) -> str:
    """The folder of the pooling, after a look at what else the model does."""
    file = folder / "modules.json"
    paths = {}
    for module in _read_list(file):
        name = str(module["type"]).rpartition(".")[2]
        if name not in _MODULES or (name == "Transformer" and module["path"] != ""):
            raise LoadError(f"{file}: the module {module['path'] or name} is not supported")
        paths[name] = str(module["path"])
    if "Pooling" not in paths:
        raise LoadError(f"{file} names no Pooling, so nothing says how vectors become one")
    return paths["Pooling"]


def _prompt(folder: Path) -> str:
    file = folder / "config_sentence_transformers.json"
    config = _read(file) if file.exists() else {}
    name = config.get("default_prompt_name")
    return "" if name is None else str(config["prompts"][name])


def _max_tokens(folder: Path, config: dict[str, Any]) -> int:
    """What sentence-transformers cuts at, else the positions that the model has."""
    file = folder / "sentence_bert_config.json"
    own = _read(file) if file.exists() else {}
    if own.get("do_lower_case"):
        raise LoadError(f"{file}: do_lower_case is true; let the tokenizer do it")
    limits = []
    if (tokens := own.get("max_seq_length")) is not None:
        limits.append(int(tokens))
    if (positions := config.get("max_position_embeddings")) is not None:
        unused = _POSITIONS_BEFORE_THE_FIRST.get(config.get("model_type", ""), 0)
        limits.append(int(positions) - unused)
    if not limits:
        raise LoadError(f"{folder / CONFIG} has no max_position_embeddings")
    return min(limits)


def _read(file: Path) -> dict[str, Any]:
    document = _parse(file)
    if not isinstance(document, dict):
        raise LoadError(f"{file} is not a JSON object")
    return document


def _read_list(file: Path) -> list[dict[str, Any]]:
    document = _parse(file)
    if not isinstance(document, list):
        raise LoadError(f"{file} is not a JSON array")
    return document


def _parse(file: Path) -> Any:
    try:
        return orjson.loads(file.read_bytes())
    except FileNotFoundError as error:
        raise LoadError(f"{file} is missing; it says how the model is to be used") from error
    except orjson.JSONDecodeError as error:
        raise LoadError(f"{file} is not JSON: {error}") from error

"""Which task a model is served for, and which of our operations it has."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inference_code.handler import LoadError, Operation

VARIABLE = "HF_TASK"
EMBEDDING, CLASSIFICATION, GENERATION = (
    "feature-extraction",
    "text-classification",
    "text-generation",
)
_OTHER_NAMES = {"sentence-similarity": EMBEDDING, "sentiment-analysis": CLASSIFICATION}
"""The hub calls sentence embedders by the first, Transformers classifiers by the second."""
OPERATIONS: dict[str, frozenset[Operation]] = {
    EMBEDDING: frozenset({"embedding"}),
    CLASSIFICATION: frozenset({"classification"}),
    GENERATION: frozenset({"chat", "completion"}),
}
"""The tasks that are answered in the forms of all our containers; others as the toolkit does."""
_BY_ARCHITECTURE = {
    "TapasForQuestionAnswering": "table-question-answering",
    "ForQuestionAnswering": "question-answering",
    "ForTokenClassification": "token-classification",
    "ForSequenceClassification": CLASSIFICATION,
    "ForMultipleChoice": "multiple-choice",
    "ForMaskedLM": "fill-mask",
    "ForCausalLM": GENERATION,
    "GPT2LMHeadModel": GENERATION,
    "T5WithLMHeadModel": "text2text-generation",
    "ForConditionalGeneration": "text2text-generation",
    "MTModel": "text2text-generation",
    "EncoderDecoderModel": "text2text-generation",
}
"""By the end of an architecture's name, as the toolkit has it (`ARCHITECTURES_2_TASK` of its
transformers_utils.py); the longest counts."""


def find_task(environ: Mapping[str, str], folder: Path) -> str:
    """The task that HF_TASK names, else the one that the files of the model are for.

    Raises:
        LoadError: neither tells it.
    """
    if named := environ.get(VARIABLE):
        return _OTHER_NAMES.get(named, named)
    if (folder / "modules.json").is_file():
        return EMBEDDING
    if (folder / "model_index.json").is_file():
        return "text-to-image"
    if not (folder / "config.json").is_file() and any(folder.glob("*.gguf")):
        return GENERATION
    return _of_architecture(read_json(folder / "config.json"))


def _of_architecture(config: Mapping[str, Any]) -> str:
    [name, *_] = config.get("architectures") or [""]
    found = [end for end in _BY_ARCHITECTURE if name.endswith(end)]
    if not found:
        raise LoadError(
            f"config.json names the architecture {name!r}, which does not tell the task; "
            f"set {VARIABLE}, such as {EMBEDDING}"
        )
    return _BY_ARCHITECTURE[max(found, key=len)]


def read_json(file: Path) -> Any:
    """The content of a JSON file.

    Raises:
        LoadError: it is missing, or is not JSON.
    """
    try:
        return json.loads(file.read_bytes())
    except FileNotFoundError:
        present = ", ".join(sorted(entry.name for entry in file.parent.glob("*"))) or "nothing"
        raise LoadError(f"no {file.name} in {file.parent}, which holds {present}") from None
    except (OSError, ValueError) as error:
        raise LoadError(f"{file} cannot be read: {error}") from error

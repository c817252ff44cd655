"""Which task a model is served for, and which of our operations it has."""

import json
import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
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
PIPELINES = frozenset(
    {
        *("audio-classification", "automatic-speech-recognition", "depth-estimation"),
        *("document-question-answering", "feature-extraction", "fill-mask"),
        *("image-classification", "image-feature-extraction", "image-segmentation"),
        *("image-text-to-text", "image-to-image", "image-to-text", "keypoint-matching"),
        *("mask-generation", "ner", "object-detection", "question-answering"),
        *("sentiment-analysis", "summarization", "table-question-answering"),
        *("text-classification", "text-generation", "text-to-audio", "text-to-speech"),
        *("text2text-generation", "token-classification", "translation"),
        *("video-classification", "visual-question-answering", "vqa"),
        *("zero-shot-audio-classification", "zero-shot-classification"),
        *("zero-shot-image-classification", "zero-shot-object-detection"),
    }
)
"""The tasks of Transformers 4.57.6, by its `transformers.pipelines.PIPELINE_REGISTRY`. They stand
here so that a wrong one is refused before Transformers is imported, which takes seconds."""
TASKS = PIPELINES | {"sentence-similarity", "text-to-image"}
"""With the hub's name for embedders of sentences, and what the toolkit does with diffusers."""
_TRANSLATION = re.compile(r"translation_[^_]+_to_[^_]+")
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


def check_task(environ: Mapping[str, str], known: Collection[str] = TASKS) -> None:
    """Refuse a task that does not exist, and tell which do, and the one that may be meant.

    Raises:
        LoadError: HF_TASK names it.
    """
    named = environ.get(VARIABLE)
    if not named or named in known or _TRANSLATION.fullmatch(named):
        return
    near = get_close_matches(named, known, n=1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    raise LoadError(
        f"{VARIABLE} is {named!r}, which is no task{meant}; the tasks are "
        f"{', '.join(sorted(known))}, and translation_XX_to_YY"
    )


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

"""Texts to turn into vectors, or to label."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lockgate.invocation.answer import Answer

FIGURES_SHOWN = 4
LABELS_SHOWN = 5
Operation = Literal["embedding", "classification"]


@dataclass(frozen=True)
class TextsRequest:
    """One or several texts."""

    texts: Sequence[str]
    operation: Operation
    openai: bool = True
    """Ask for embeddings in OpenAI's form, whose answers tell tokens; not every image has it."""
    streams = False

    @property
    def wants(self) -> str:
        """What it is to be answered with."""
        return "embeddings" if self.operation == "embedding" else "labels"

    def body(self, *, stream: bool) -> bytes:  # noqa: ARG002 - neither vectors nor labels stream
        """Return the JSON."""
        key = "input" if self.openai and self.operation == "embedding" else "inputs"
        return json.dumps({key: list(self.texts)}).encode()

    def read(self, answer: Answer, message: Any) -> str:
        """Return a line for each text: how its vector begins, or its likeliest labels."""
        answer.read_other(message)
        found = _vectors(message) if self.operation == "embedding" else _labels(message)
        if len(found) != len(self.texts):
            raise ValueError(f"it has {len(found)} parts for {len(self.texts)} texts")
        return "\n".join(found)


def _vectors(message: Any) -> list[str]:
    """Describe the vectors of OpenAI's form, or of Text Embeddings Inference's plain lists."""
    listed = message["data"] if isinstance(message, dict) else message
    vectors = [row["embedding"] if isinstance(row, dict) else row for row in listed]
    return [_vector([float(figure) for figure in vector], vectors[0]) for vector in vectors]


def _vector(vector: Sequence[float], first: Sequence[float]) -> str:
    begins = ", ".join(f"{figure:.4f}" for figure in vector[:FIGURES_SHOWN])
    more = ", …" if len(vector) > FIGURES_SHOWN else ""
    other = "" if vector == first else f"  cosine with the first: {_cosine(vector, first):.3f}"
    return f"{len(vector)} dimensions  [{begins}{more}]{other}"


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    lengths = math.hypot(*one) * math.hypot(*other)
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / lengths if lengths else math.nan


def _labels(message: Any) -> list[str]:
    listed = message if isinstance(message[0], list) else [message]
    return ["  ".join(_label(found) for found in labels[:LABELS_SHOWN]) for labels in listed]


def _label(found: dict[str, Any]) -> str:
    return f"{found['label']} {float(found['score']):.3f}"

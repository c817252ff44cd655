"""How equal two models are, by what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inference_code.handlers.onnx.arithmetic import Floats
from inference_code.handlers.onnx.description import Description, Embedding

LEAST_COSINE = 0.9999
LEAST_COSINE_INT8 = 0.99
MOST_DIFFERENCE = 0.0001
"""Of a probability."""
MOST_DIFFERENCE_INT8 = 0.05


@dataclass(frozen=True)
class Comparison:
    """One text, and how far its two answers are apart: a cosine, or a difference."""

    text: str
    value: float


@dataclass(frozen=True)
class Verdict:
    """The worst of all comparisons, and what it may be."""

    description: Description
    comparisons: Sequence[Comparison]
    int8: bool

    @property
    def worst(self) -> Comparison:
        """The comparison that decides."""
        choose = min if self._is_embedding else max
        return choose(self.comparisons, key=lambda comparison: comparison.value)

    @property
    def limit(self) -> float:
        """The least cosine, or the largest difference, that is allowed."""
        if self._is_embedding:
            return LEAST_COSINE_INT8 if self.int8 else LEAST_COSINE
        return MOST_DIFFERENCE_INT8 if self.int8 else MOST_DIFFERENCE

    @property
    def holds(self) -> bool:
        """Whether the exported model may stand for the original; numbers that are none may not."""
        values = [comparison.value for comparison in self.comparisons]
        if self._is_embedding:
            return all(value >= self.limit for value in values)
        return all(value <= self.limit for value in values)

    def __str__(self) -> str:
        measure = "least cosine" if self._is_embedding else "largest difference of a probability"
        return (
            f"{measure} {self.worst.value:.6f} (limit {self.limit}) in "
            f"{len(self.comparisons)} comparisons, at {self.worst.text[:40]!r}"
        )

    @property
    def _is_embedding(self) -> bool:
        return isinstance(self.description, Embedding)


def compare_answers(
    description: Description, text: str, expected: Floats, found: Any
) -> Comparison:
    """Compare the original's answer with the handler's, decoded from its JSON."""
    if isinstance(description, Embedding):
        return Comparison(text, _cosine(expected, np.array(found, np.float32)))
    scores = {item["label"]: item["score"] for item in found}
    pairs = zip(description.labels, expected, strict=True)
    return Comparison(text, max(abs(float(score) - scores[label]) for label, score in pairs))


def _cosine(one: Floats, other: Floats) -> float:
    return float(np.dot(one, other) / (np.linalg.norm(one) * np.linalg.norm(other)))

"""From what the model puts out to what a client gets: vectors, or labels with scores."""

from typing import Any, Protocol

import numpy as np
import orjson

from inference_code.handlers.onnx.arithmetic import Floats, Mask, normalize, pool, score
from inference_code.handlers.onnx.description import Classification, Description, Embedding


class Readout(Protocol):
    """Reads the outputs of one run."""

    outputs: tuple[str, ...]
    """Names that the output of the graph may have."""
    dimensions: int
    """Of that output, texts being the first."""

    def read(self, output: Floats, mask: Mask) -> Floats:
        """Return a row of numbers for each text; the mask is 1 where a text has a token."""
        ...

    def write(self, row: Floats, body: dict[str, Any]) -> bytes:
        """Return what one text's request gets, as JSON."""
        ...


def readout_of(description: Description) -> Readout:
    """The readout of a model."""
    if isinstance(description, Embedding):
        return Vectors(description)
    return Labels(description)


class Vectors:
    """One vector for each text."""

    outputs: tuple[str, ...] = ("last_hidden_state", "token_embeddings")
    dimensions = 3

    def __init__(self, description: Embedding) -> None:
        self._pooling = description.pooling

    def read(self, output: Floats, mask: Mask) -> Floats:
        """Pool the vectors of a text's tokens: (texts, tokens, size) becomes (texts, size)."""
        return pool(output, mask, self._pooling)

    def write(self, row: Floats, body: dict[str, Any]) -> bytes:
        """An array of numbers."""
        vector = normalize(row) if body["normalize"] else row
        return _dump(np.ascontiguousarray(vector))


class Labels:
    """Labels with scores for each text."""

    outputs: tuple[str, ...] = ("logits",)
    dimensions = 2

    def __init__(self, description: Classification) -> None:
        self._labels = description.labels
        self._scores = description.scores

    def read(self, output: Floats, mask: Mask) -> Floats:  # noqa: ARG002 - not this one's matter
        """Scores of all labels: (texts, labels) stays so.

        Raises:
            ValueError: the model has more labels, or fewer, than its files name.
        """
        if output.shape[1] != len(self._labels):
            raise ValueError(
                f"the model scores {output.shape[1]} labels, and {len(self._labels)} are named"
            )
        return score(output, self._scores)

    def write(self, row: Floats, body: dict[str, Any]) -> bytes:
        """An array of the likeliest labels."""
        best = np.argsort(-row, kind="stable")[: body["top_k"]]
        return _dump([{"label": self._labels[i], "score": row[i]} for i in best])


def _dump(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)

"""Vectors of embeddings.

Shapes: OpenAI's `{"data": [{"embedding": [...]}]}`, where a vector may also be 32-bit floats in
base64, and Hugging Face's `[...]`, `[[...]]`, or `[[[...]]]` with one vector for each token.
"""

import binascii
from collections.abc import Mapping
from typing import Any

DEEPEST = 3
FLOAT_BYTES = 4


def dimensions(value: Any) -> tuple[int, int] | None:
    """The length of each vector and how many texts they are of; None if there are none."""
    if isinstance(value, Mapping):
        data = value.get("data")
        if not isinstance(data, list):
            return None
        vectors = [_decoded(each.get("embedding")) for each in data if isinstance(each, Mapping)]
        return _measured(vectors, len(vectors)) if len(vectors) == len(data) else None
    if not isinstance(value, list):
        return None
    return _measured(value, 1 if _is_vector(value) else len(value))


def _decoded(vector: Any) -> Any:
    """One in base64 as a vector of the same length; its numbers do not matter."""
    if not isinstance(vector, str):
        return vector
    try:
        return [0.0] * (len(binascii.a2b_base64(vector)) // FLOAT_BYTES)
    except ValueError:  # of characters outside ASCII, or of what is no base64
        return None


def _measured(value: list[Any], count: int) -> tuple[int, int] | None:
    inner: Any = value
    for _ in range(DEEPEST):
        if not isinstance(inner, list) or not inner:
            return None
        if _is_vector(inner):
            return len(inner), count
        inner = inner[0]
    return None


def _is_vector(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_number, value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

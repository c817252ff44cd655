"""The two ends of an answer that is too long to be kept: a list of many vectors, mostly.

Servers write the kind before the data, the usage behind it, and the model on either side.
"""

import re
from typing import Any

KEPT = 4096
"""Bytes of each end."""
_TEXTS = re.compile(rb'"(object|model)": ?"([^"\\]{1,256})"')
"""Members with a name; within a text, quotes are escaped, so these are none of it."""
_COUNTS = re.compile(rb'"(prompt_tokens|completion_tokens)": ?(\d{1,10})[,}]')


class LongAnswer:
    """Takes the bytes of an answer, and forgets what is in the middle."""

    def __init__(self, beginning: bytes) -> None:
        self._first = beginning[:KEPT]
        self._last = beginning[-KEPT:]

    def feed(self, body: bytes) -> None:
        """Take the next bytes."""
        self._last = (self._last + body)[-KEPT:]

    def document(self) -> dict[str, Any]:
        """The answer's object with what was found of it: kinds, model and usage."""
        kinds = _named(b"object", self._first)
        models = _named(b"model", self._first) + _named(b"model", self._last)
        counts = {name.decode(): int(count) for name, count in _COUNTS.findall(self._last)}
        return {
            "object": kinds[0] if kinds else None,
            "model": models[0] if models else None,
            "data": [{"object": kind} for kind in kinds[1:2]],
            "usage": counts or None,
        }


def _named(wanted: bytes, text: bytes) -> list[str]:
    """All values of a member."""
    return [
        value.decode(errors="replace") for name, value in _TEXTS.findall(text) if name == wanted
    ]

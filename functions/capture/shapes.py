"""Names and shapes that several servers share, made fit for rows: no text gets through."""

import re
from collections.abc import Mapping
from typing import Any

NAME = re.compile(r"[A-Za-z][\w.-]{0,63}", re.ASCII)
MODEL = re.compile(r"[\w./:@+-]{1,128}", re.ASCII)
MOST = 2**63 - 1
"""Of a whole number in a table (Athena's bigint)."""
OTHER = "other"
"""Stands for a name that could be a text."""
PLAIN_ERRORS = ({"detail"}, {"code", "message"}, {"code", "type", "message"})
"""Members of bodies that FastAPI, Multi Model Server and DJL Serving answer errors with."""


def name_of(value: Any, pattern: re.Pattern[str] = NAME) -> str | None:
    """A name that a server tells, if it has the form of one."""
    if value is None:
        return None
    return value if isinstance(value, str) and pattern.fullmatch(value) else OTHER


def count_of(value: Any) -> int | None:
    """A number that a server tells; None if it is none, or more than a table holds."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= MOST else None


def error_of(document: Any) -> str | None:
    """The type of an error, if a body tells of one.

    Forms: `{"error": {"type", "message"}}` of OpenAI, vLLM and our own server; `{"error",
    "error_type"}` of Text Generation Inference; `{"object": "error"}` of older vLLM; and those of
    PLAIN_ERRORS.
    """
    if not isinstance(document, Mapping):
        return None
    if error := document.get("error"):
        inner = error if isinstance(error, Mapping) else document
        return name_of(inner.get("type") or document.get("error_type")) or OTHER
    if document.get("object") == "error" or set(document) in PLAIN_ERRORS:
        return name_of(document.get("type")) or OTHER
    return None


def text_of(content: Any) -> str:
    """The text of a message: a string, or a list of parts of which some are text."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = [part.get("text") for part in content if isinstance(part, Mapping)]
    return "".join(part for part in parts if isinstance(part, str))

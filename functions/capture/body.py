"""The body of a request or an answer, by what it is made of."""

import json
from dataclasses import dataclass
from typing import Any

from .capture import Payload
from .events import Piece, is_event_stream, is_json_lines, parse_events, parse_json_lines
from .json_text import compact, loads

CSV = "text/csv"
EVENT_STREAM = "text/event-stream"


@dataclass
class Document:
    """One JSON value."""

    value: Any

    def render(self) -> str:
        """As text."""
        return compact(self.value)


@dataclass
class Stream:
    """Pieces of one answer."""

    pieces: list[Piece]

    def render(self) -> str:
        """As text."""
        return "".join(piece.render() for piece in self.pieces)


@dataclass
class Text:
    """Anything else that is text."""

    text: str
    is_table: bool = False
    """Whether it is CSV."""
    is_broken: bool = False
    """Whether it should be JSON, and is not."""

    def render(self) -> str:
        """As text."""
        return self.text


@dataclass(frozen=True)
class Binary:
    """No text: an image, a sound."""


Body = Document | Stream | Text | Binary


def parse(payload: Payload) -> Body:
    """Read a payload.

    Raises:
        UnreadableError: its base64, or an event within it, is broken.
    """
    text = payload.text()
    if text is None:
        return Binary()
    if payload.encoding == "CSV" or payload.media_type == CSV:
        return Text(text, is_table=True)
    if payload.media_type == EVENT_STREAM:
        return Stream(parse_events(text))
    return _parse(text, payload)


def _parse(text: str, payload: Payload) -> Body:
    """By what it looks like: servers name many types, and some none."""
    try:
        return Document(loads(text))
    except json.JSONDecodeError:
        pass
    if is_event_stream(text):
        return Stream(parse_events(text))
    if is_json_lines(text):
        return Stream(parse_json_lines(text))
    is_json = payload.encoding == "JSON" or text.lstrip().startswith(("{", "["))
    return Text(text, is_broken=is_json and bool(text.strip()))

"""Answers that came in pieces: server-sent events, or a JSON document on each line.

https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .json_text import compact, loads
from .trouble import UnreadableError

LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""With their ends; the line ends of Unicode are none here, and may stand in a text of JSON."""
FIELD = re.compile(r"(?:data|event|id|retry)?:")
DATA = re.compile(r"(data: ?)([^\r\n]*)([\r\n]*)")
DONE = "[DONE]"
"""How a stream of OpenAI's form ends."""


@dataclass
class Verbatim:
    """What carries no data of the model: comments, names of events, empty lines, the end mark."""

    text: str

    def render(self) -> str:
        """As it was."""
        return self.text


@dataclass
class Event:
    """A piece of the answer."""

    before: str
    value: Any
    """A JSON value; a string where the data is no JSON."""
    after: str
    is_json: bool = True

    def render(self) -> str:
        """The event with its value, on one line."""
        return f"{self.before}{compact(self.value) if self.is_json else self.value}{self.after}"


Piece = Verbatim | Event


def is_event_stream(text: str) -> bool:
    """Whether a text begins as server-sent events do."""
    return FIELD.match(text.lstrip("\ufeff\r\n")) is not None


def is_json_lines(text: str) -> bool:
    """Whether each line of several is a JSON document, the last one perhaps in part."""
    lines = [line for line in LINES.findall(text) if line.strip()]
    return len(lines) > 1 and all(line.lstrip().startswith(("{", "[")) for line in lines)


def parse_events(text: str) -> list[Piece]:
    """Read server-sent events. One at the end that broke off is left out.

    Raises:
        UnreadableError: one before the end is broken.
    """
    pieces: list[Piece] = []
    for is_data, lines in groupby(LINES.findall(text), lambda line: line.startswith("data:")):
        group = list(lines)
        pieces += _data(group) if is_data else map(Verbatim, group)
    return _whole(pieces)


def parse_json_lines(text: str) -> list[Piece]:
    """Read a document on each line. One at the end that broke off is left out.

    Raises:
        UnreadableError: one before the end is broken.
    """
    return _whole([_piece("", line.rstrip("\r\n"), "\n") for line in LINES.findall(text)])


def values(pieces: list[Piece]) -> Iterator[Any]:
    """The values of the events, in order."""
    return (piece.value for piece in pieces if isinstance(piece, Event))


def _data(lines: list[str]) -> list[Piece]:
    """One event that has several lines; or several events of servers that leave out empty lines."""
    parts = [found.groups() for line in lines if (found := DATA.match(line))]
    if len(parts) > 1:
        try:
            value = loads("\n".join(text for _, text, _ in parts))
            return [Event(parts[0][0], value, parts[-1][2])]
        except json.JSONDecodeError:
            pass
    return [_piece(*part) for part in parts]


def _piece(before: str, text: str, after: str) -> Piece:
    if not text.strip() or text.strip() == DONE:
        return Verbatim(f"{before}{text}{after}")
    try:
        return Event(before, loads(text), after)
    except json.JSONDecodeError:
        return Event(before, text, after, is_json=False)


def _whole(pieces: list[Piece]) -> list[Piece]:
    """The pieces, none of which is a part of a document."""
    broken = [at for at, piece in enumerate(pieces) if _is_broken(piece)]
    events = [at for at, piece in enumerate(pieces) if isinstance(piece, Event)]
    if broken and broken != events[-1:]:
        raise UnreadableError("an event within a stream is broken")
    return pieces[: broken[0]] if broken else pieces


def _is_broken(piece: Piece) -> bool:
    """Whether it is no JSON, and would be."""
    return isinstance(piece, Event) and not piece.is_json and piece.value[:1] in ("{", "[")

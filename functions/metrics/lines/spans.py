"""Lines of Hugging Face's Rust servers: fields of a span, then the word Success.

Both forms of the `tracing_subscriber` crate are read, text (coloured or not) and JSON
(`--json-output`). A field that was recorded twice stands twice in a text line; the last one counts.
"""

import re
from collections.abc import Mapping
from datetime import datetime

import msgspec

from functions.metrics.lines import moment

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
TEXT = re.compile(r"(?P<time>\d{4}-\d\d-\d\dT\S+)\s+INFO (?P<span>.*): Success", re.DOTALL)
FIELD = re.compile(r'\b(\w++)="([^"]*)"')
"""Looked for where words begin only: a client's long word in the parameters must not cost more."""
DURATION = re.compile(r"(\d+(?:\.\d+)?)(ns|µs|ms|s)")
MILLISECONDS = {"ns": 1e-6, "µs": 1e-3, "ms": 1.0, "s": 1e3}


class _Line(msgspec.Struct):
    """The keys of a JSON line that matter; the others are skipped."""

    timestamp: str
    level: str = ""
    message: str = ""
    target: str = ""
    span: dict[str, object] = {}


class Success:
    """One line that says Success: its time, and the fields of its span."""

    def __init__(self, time: str, fields: Mapping[str, object]) -> None:
        self.time: datetime = moment.of_line(time)
        self.fields = fields

    def milliseconds(self, name: str) -> float:
        """A duration, which Rust writes as `1.2s`, `357.86ms`, `49.382µs` or `7ns`.

        Raises:
            ValueError: the field is missing or is no duration; the message names it alone.
        """
        found = DURATION.fullmatch(str(self.fields.get(name, "")))
        if found is None:
            raise ValueError(f"{name} is missing or no duration")
        return float(found[1]) * MILLISECONDS[found[2]]


def success(message: str, target: str) -> Success | None:
    """The line, if it says Success and the server's router wrote it; None for any other.

    Raises:
        ValueError: its time cannot be read.
    """
    if "Success" not in message or target not in message:
        return None
    text = COLOUR.sub("", message).strip()
    return _of_json(text, target) if text.startswith("{") else _of_text(text, target)


def _of_text(text: str, target: str) -> Success | None:
    found = TEXT.fullmatch(text)
    if found is None:
        return None
    span, separator, _ = found["span"].rpartition(f"}}: {target}")
    return Success(found["time"], dict(FIELD.findall(span))) if separator else None


def _of_json(text: str, target: str) -> Success | None:
    try:
        line = msgspec.json.decode(text, type=_Line)
    except msgspec.DecodeError:
        return None
    if (line.level, line.message) != ("INFO", "Success") or not line.target.startswith(target):
        return None
    return Success(line.timestamp, line.span)

"""Durations as people write them: `30s`, `10m`, `2h`, `30d`."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

PATTERN = r"^[0-9]+(ms|s|m|h|d)$"
_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
LONGEST = timedelta(days=3650)
"""Longer than anything that AWS waits for, and short enough to calculate with."""
MAX_DIGITS = 12


def parse_duration(text: Any) -> timedelta:
    """Read `10m` as ten minutes.

    Raises:
        ValueError: the text is not a whole number followed by ms, s, m, h or d, or longer than ten
            years.
    """
    if isinstance(text, timedelta):
        return text
    if not isinstance(text, str) or not re.fullmatch(PATTERN, text):
        raise ValueError(f"{text!r} is not a duration; write a whole number and a unit, as in 10m")
    digits = text.rstrip("mshd")
    count, unit = int(digits[:MAX_DIGITS]), _UNITS[text[len(digits) :]]
    if len(digits) > MAX_DIGITS or count > LONGEST // unit:
        raise ValueError(f"{text!r} is longer than {format_duration(LONGEST)}")
    return count * unit


def format_duration(duration: timedelta) -> str:
    """Write a duration in the largest unit that keeps it whole: 600 seconds is `10m`."""
    for name, unit in reversed(_UNITS.items()):
        if duration % unit == timedelta(0) and duration >= unit:
            return f"{duration // unit}{name}"
    return "0s"


Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "examples": ["30s", "10m", "2h"]}),
]

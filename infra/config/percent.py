"""Shares as people write them: `1%`, `0.1%`."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

PATTERN = r"^[0-9]+([.][0-9]+)?%$"


def parse_percent(text: Any) -> float:
    """Read `0.5%` as 0.5.

    Raises:
        ValueError: the text is not a number followed by %.
    """
    if isinstance(text, float):
        return text
    if not isinstance(text, str) or not re.fullmatch(PATTERN, text):
        raise ValueError(f"{text!r} is not a share; write a number and %, as in 0.5%")
    return float(text.removesuffix("%"))


def format_percent(percent: float) -> str:
    """Write 0.5 as `0.5%`."""
    return f"{percent:g}%"


Percent = Annotated[
    float,
    BeforeValidator(parse_percent),
    PlainSerializer(format_percent, return_type=str),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "examples": ["1%", "0.1%"]}),
]

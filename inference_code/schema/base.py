"""What all request models share."""

from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag


class RequestModel(BaseModel):
    """A request or a part of one: unknown fields are refused, and no value is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Probability = Annotated[float, Field(ge=0, le=1)]
Penalty = Annotated[float, Field(ge=-2, le=2)]
LARGEST_INT = 2**31 - 1
"""llama.cpp's integers are 32 bits wide, and wrap around silently."""
TokenCount = Annotated[int, Field(ge=1, le=LARGEST_INT)]
Seed = Annotated[int, Field(ge=0, le=2**32 - 2)]
"""llama.cpp's seeds are 32 bits wide, and the highest means a random one."""


MOST_ITEMS = 10_000
"""Entries of a list or a map: each costs time in which nobody else is answered."""
DEEPEST = 64
"""Levels that a free-form object may nest; those who read it do so recursively."""
LARGEST = 16 * 1024
"""Bytes of a free-form object: a grammar made of more can hold up the engine for minutes."""


def _bounded(value: dict[str, Any]) -> dict[str, Any]:
    if (size := _size(value)) > LARGEST:
        raise ValueError(f"has {size} bytes; the limit is {LARGEST}")
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for item in level
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, dict | list)
        ]
    if level:
        raise ValueError(f"nests deeper than {DEEPEST} levels")
    return value


def _size(value: dict[str, Any]) -> int:
    try:
        return len(orjson.dumps(value))
    except TypeError:  # deeper than orjson writes
        raise ValueError(f"nests deeper than {DEEPEST} levels") from None


FreeForm = Annotated[dict[str, Any], AfterValidator(_bounded)]
"""An object whose keys the engine knows."""


def text_or_list(value: object) -> str:
    """Tell which member of a union of a string and a list is meant, so that one error is given."""
    return "#parts" if isinstance(value, list) else "#text"


StopWord = Annotated[str, Field(min_length=1)]
StopWords = Annotated[
    Annotated[StopWord, Tag("#text")]
    | Annotated[list[StopWord], Tag("#parts"), Field(max_length=16)],
    Discriminator(text_or_list),
]
"""One string or several; the text ends before the first that occurs."""

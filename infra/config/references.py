"""References from an environment to a release of a model card: `qwen3-8b@1`."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

PATTERN = r"^[a-z0-9][a-z0-9.-]*@[1-9][0-9]*$"


@dataclass(frozen=True, order=True)
class ReleaseReference:
    """One release of one model card."""

    model: str
    release: int

    def __str__(self) -> str:
        return f"{self.model}@{self.release}"


def parse_reference(text: Any) -> ReleaseReference:
    """Read `name@release`.

    Raises:
        ValueError: the text does not name a model and a release number.
    """
    if isinstance(text, ReleaseReference):
        return text
    if not isinstance(text, str) or not re.fullmatch(PATTERN, text):
        shown = "null" if text is None else repr(text)
        raise ValueError(f"{shown} does not name a release; write MODEL@NUMBER, as in qwen3-8b@1")
    model, _, release = text.rpartition("@")
    return ReleaseReference(model, int(release))


ReleaseRef = Annotated[
    ReleaseReference,
    BeforeValidator(parse_reference),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "examples": ["qwen3-8b@1"]}),
]

"""What the stack tells the function."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from .redaction import Redactor

BUCKET = "RECORDS_BUCKET"
REDACTIONS = "REDACTIONS"


@dataclass(frozen=True)
class Settings:
    """Environment variables of the function."""

    bucket: str
    """Name of the bucket that has rows and quarantine."""
    redactions: Mapping[str, Redactor]
    """What must not be kept, by name of endpoint; of others all is kept."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The settings in an environment.

        `REDACTIONS` is JSON, `{"dev-chat": {"patterns": ["email"], "drop_keys": ["user"]}}`, and
        may be `{}`; but it must be there, for without it text would be kept that must not be.

        Raises:
            ValueError: a variable is missing or wrong.
        """
        for name in (BUCKET, REDACTIONS):
            if not environment.get(name):
                raise ValueError(f"environment variable {name} is not set; deploy the stack again")
        return cls(environment[BUCKET], _redactions(environment[REDACTIONS]))


def _redactions(text: str) -> dict[str, Redactor]:
    try:
        configured: dict[str, dict[str, Any]] = json.loads(text)
        return {endpoint: Redactor.of(told) for endpoint, told in configured.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"environment variable {REDACTIONS}: {error}") from error

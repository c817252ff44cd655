"""What the stack tells the function."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

BUCKET = "RECORDS_BUCKET"


@dataclass(frozen=True)
class Settings:
    """Environment variables of the function."""

    bucket: str
    """Name of the bucket that has records and quarantine."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The settings in an environment.

        Raises:
            ValueError: a variable is missing or empty.
        """
        bucket = environment.get(BUCKET)
        if not bucket:
            raise ValueError(f"environment variable {BUCKET} is not set; it names a bucket")
        return cls(bucket)

"""What a check found."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    verdict: Literal["ok", "missing", "note"]
    """`note`: something to know, which stops nothing."""
    detail: str
    fix: str = ""

"""Takes out of captured bodies what must not be kept."""

from .record import redact
from .redactor import Redactor

__all__ = ["Redactor", "redact"]

"""Request lines of the images that AWS publishes, each server's in a file of its own.

A parser answers None for a line that is not its server's, and raises ValueError for one that is
and cannot be read. What a line does not tell stays unknown: nothing is guessed.
"""

from collections.abc import Callable

from functions.metrics.lines import lmi, tei, tgi, toolkit, uvicorn
from functions.metrics.record import Inference

PARSERS: tuple[Callable[[str, int], Inference | None], ...] = (
    uvicorn.parse,
    tgi.parse,
    lmi.parse,
    tei.parse,
    toolkit.parse,
)
"""To be tried in order; each takes a log event's message and its timestamp in milliseconds."""

__all__ = ["PARSERS"]

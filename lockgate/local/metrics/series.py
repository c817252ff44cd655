"""All values of one metric, in windows of time that grow with age."""

import bisect
import math
from collections.abc import Sequence

from lockgate.local.metrics.values import Values

WINDOWS = 2400
"""Most windows of a series. Of 10 s each they are 6.7 hours; of more, the older half becomes
coarser, so that 3.3 hours stay as they came."""
VALUES = 200_000
"""Most different values of a series, with their counts: 3 MB."""
OLD_VALUES = 500
"""Different values in a coarser window. They are within 1 % where the largest is 3,000 times the
smallest."""
FORGET_S = 15 * 86400.0
"""Age of a value, in real seconds, at which it is gone; CloudWatch keeps minutes for 15 days."""
Window = tuple[float, Values]
"""The start, in real seconds since 1970, and what came from then until the next window."""


class Series:
    """The values of a metric."""

    def __init__(self, spans: Sequence[float], unit: str) -> None:
        """Make an empty series.

        Args:
            spans: lengths of a window in real seconds, the shortest first, each a multiple of
                the one before.
            unit: of the first value.
        """
        self.unit = unit
        self._spans = spans
        self._starts: list[float] = []
        self._values: dict[float, Values] = {}
        self._kept = 0

    def at(self, when: float) -> Values:
        """The window in which a time is, to add values to. Call `settle` afterwards."""
        start = _start(when, self._spans[0])
        values = self._values.get(start)
        if values is None:
            if self._starts:
                self._values[self._starts[-1]].pack()
            values = self._values[start] = Values()
            bisect.insort(self._starts, start)
        return values

    def settle(self, values: Values, before: int) -> None:
        """Count what came into a window that had `before` different values, and stay bounded."""
        values.limit(VALUES // 20)
        self._kept += values.distinct() - before
        if len(self._starts) > WINDOWS or self._kept > VALUES:
            self._coarsen()

    def between(self, since: float, until: float) -> list[Window]:
        """The windows that start in a time."""
        first = bisect.bisect_left(self._starts, since)
        last = bisect.bisect_left(self._starts, until)
        return [(start, self._values[start]) for start in self._starts[first:last]]

    @property
    def latest(self) -> float:
        """Start of the last window; never, where there is none."""
        return self._starts[-1] if self._starts else -math.inf

    def _coarsen(self) -> None:
        """Let the older half of the windows become fewer, and forget the oldest."""
        half = max(len(self._starts) // 2, 1)
        oldest = self.latest - FORGET_S
        old = [(start, self._values.pop(start)) for start in self._starts[:half]]
        old = [window for window in old if window[0] >= oldest]
        for span in self._spans[1:]:
            old = merged(old, span)
            if len(old) <= half // 2:
                break
        for start, values in old:
            values.limit(OLD_VALUES)
            values.pack()
            self._values[start] = values
        self._starts[:half] = [start for start, _ in old]
        self._kept = sum(values.distinct() for values in self._values.values())


def merged(windows: Sequence[Window], span: float) -> list[Window]:
    """Windows, the oldest first, as fewer ones of the length given."""
    made: dict[float, Values] = {}
    for start, values in windows:
        made.setdefault(_start(start, span), Values()).merge(values)
    return list(made.items())


def _start(when: float, span: float) -> float:
    # A tenth of a millisecond: a start must stay in its own window, in spite of rounding.
    return round(math.floor((when + 1e-4) / span) * span, 6)

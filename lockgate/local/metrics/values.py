"""The values of one metric in one span of time: a sum, its bounds, and how often each value was.

Equal values are kept once. Where too many differ, near ones are taken together, so that what is
kept is bounded however much comes; sum, bounds and number stay exact.
"""

import math
from array import array
from collections.abc import Iterable, Iterator

Sample = tuple[float, float]
"""A value, and how often it was."""
FINEST = 0.001
"""Half the relative width within which near values are first taken together."""


class Values:
    """What CloudWatch knows of one span of time."""

    __slots__ = ("_counts", "_packed", "count", "has_distribution", "high", "low", "total")

    def __init__(self) -> None:
        self.count = 0.0
        self.total = 0.0
        self.low = math.inf
        self.high = -math.inf
        self.has_distribution = True
        """Whether single values are known: not of statistic sets."""
        self._counts: dict[float, float] | None = {}
        self._packed: tuple[array[float], array[float]] | None = None

    def add(self, value: float, count: float = 1.0) -> None:
        """Keep a value that was there `count` times."""
        self.add_set(count, value * count, value, value)

    def add_set(self, count: float, total: float, low: float, high: float) -> None:
        """Keep a statistic set; it has single values only where all are equal.

        Source: "Percentile statistics and statistic sets" of the CloudWatch user guide.
        """
        self._widen(count, total, low, high)
        if low == high and math.isclose(total, low * count):
            self._count([(low, count)])
        else:
            self.has_distribution = False

    def add_samples(
        self,
        samples: Iterable[Sample],
        *,
        total: float | None = None,
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        """Keep values with counts. Sum and bounds are theirs, unless they are given."""
        samples = list(samples)
        count = math.fsum(count for _, count in samples)
        if not count:
            return
        exact = math.fsum(value * count for value, count in samples) if total is None else total
        self._widen(
            count,
            exact,
            min(value for value, _ in samples) if low is None else low,
            max(value for value, _ in samples) if high is None else high,
        )
        self._count(samples)

    def merge(self, other: "Values", *, with_samples: bool = True) -> None:
        """Keep what another span of time has; without its single values, if nobody needs them."""
        self._widen(other.count, other.total, other.low, other.high)
        self.has_distribution = self.has_distribution and other.has_distribution and with_samples
        if with_samples:
            self._count(other.samples())

    def samples(self) -> Iterator[Sample]:
        """The values and their counts, in no order."""
        if self._packed is not None:
            return zip(*self._packed, strict=True)
        return iter((self._counts or {}).items())

    def distinct(self) -> int:
        """How many values are kept."""
        return len(self._packed[0]) if self._packed is not None else len(self._counts or ())

    def limit(self, most: int) -> None:
        """Take near values together until no more than `most` are kept."""
        exact, width = list(self.samples()), FINEST
        while self.distinct() > most:
            self._counts, self._packed = {}, None
            self._count((rounded(value, width), count) for value, count in exact)
            width *= 2

    def pack(self) -> None:
        """Need less memory, until more values come."""
        if self._counts is not None:
            counts, self._counts = self._counts, None
            self._packed = array("d", counts.keys()), array("d", counts.values())

    def _widen(self, count: float, total: float, low: float, high: float) -> None:
        self.count += count
        self.total += total
        self.low, self.high = min(self.low, low), max(self.high, high)

    def _count(self, samples: Iterable[Sample]) -> None:
        counts = self._counts
        if counts is None:
            counts = self._counts = dict(self.samples())
            self._packed = None
        for value, count in samples:
            counts[value] = counts.get(value, 0.0) + count


def rounded(value: float, half_width: float) -> float:
    """The middle of the logarithmic bucket that a value is in; no further off than half its width,
    relative to the value.
    """
    if not value or not math.isfinite(value):
        return value
    growth = math.log1p(half_width) - math.log1p(-half_width)
    number = math.ceil(math.log(abs(value)) / growth)
    return math.copysign(math.exp(growth * number) * (1 - half_width), value)

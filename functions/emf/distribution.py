"""Counts of values in log-spaced buckets: few numbers for any traffic, right to 1 %."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp, floor, fsum, inf, log
from typing import Any

RELATIVE_ERROR = 0.009
"""How far a value is from its bucket's. Less than 1 %, so that rounding stays within it as well."""
GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
"""Upper edge of a bucket over its lower one: https://arxiv.org/abs/1908.10693, section 2."""
PER_BUCKET = 1 / log(GAMMA)
ZERO = -inf
"""The bucket of 0, which has no logarithm."""
MAX_VALUES = 100
"""Of one metric in one document of the embedded metric format (EMF-01)."""


class Distribution:
    """What has been measured, as CloudWatch takes it: values with counts."""

    __slots__ = ("buckets", "high", "low", "total")

    def __init__(self) -> None:
        self.buckets: Counter[float] = Counter()
        self.low = inf
        self.high = -inf
        self.total = 0.0

    def __bool__(self) -> bool:
        return bool(self.buckets)

    def __len__(self) -> int:
        """How many values were added."""
        return self.buckets.total()

    def add(self, values: Sequence[float]) -> None:
        """Count values, of which none is negative.

        Raises:
            ValueError: one is negative; none is counted then.
        """
        if not values:
            return
        low = min(values)
        # A float that is whole makes as good a key as an int, and costs no conversion.
        if low > 0:
            self.buckets.update([log(value) * PER_BUCKET // 1 for value in values])
        elif low == 0:
            self.buckets.update(
                [log(value) * PER_BUCKET // 1 if value else ZERO for value in values]
            )
        else:
            raise ValueError(f"value {low} is negative; a distribution has values from 0")
        self.low = min(self.low, low)
        self.high = max(self.high, max(values))
        self.total += fsum(values)

    def merge(self, other: "Distribution") -> None:
        """Count the values of another one as well."""
        self.buckets.update(other.buckets)
        self.low = min(self.low, other.low)
        self.high = max(self.high, other.high)
        self.total += other.total

    def pairs(self) -> list[tuple[float, int]]:
        """Values and how often each came, from the least: each within 1 % of what was added."""
        return [
            (min(max(_value(key), self.low), self.high), count)
            for key, count in sorted(self.buckets.items())
        ]

    def percentile(self, percent: float) -> float:
        """Interpolated linearly between the two nearest ranks, as numpy does; within 1 % of it.

        Raises:
            ValueError: nothing was added.
        """
        if not self:
            raise ValueError("there is no percentile of nothing; add values first")
        rank = (len(self) - 1) * percent / 100
        lower = self._at(floor(rank))
        return lower + (self._at(min(floor(rank) + 1, len(self) - 1)) - lower) * (rank % 1)

    def _at(self, rank: int) -> float:
        """The value that is so many places above the least."""
        for value, count in self.pairs():
            if rank < count:
                return value
            rank -= count
        return self.high

    def members(self) -> Iterator[dict[str, Any]]:
        """Values of a metric for one document after another, each with at most 100 values.

        CloudWatch adds them up: the sum of their sums is that of all values, exactly.
        """
        pairs = self.pairs()
        approximate = fsum(value * count for value, count in pairs)
        exact = self.total / approximate if approximate else 1.0
        for start in range(0, len(pairs), MAX_VALUES):
            part = pairs[start : start + MAX_VALUES]
            yield {
                "Values": [value for value, _ in part],
                "Counts": [count for _, count in part],
                "Min": self.low if start == 0 else part[0][0],
                "Max": self.high if start + MAX_VALUES >= len(pairs) else part[-1][0],
                "Sum": fsum(value * count for value, count in part) * exact,
                "Count": sum(count for _, count in part),
            }


def _value(key: float) -> float:
    """The value that is equally far, in parts, from both edges of its bucket; five digits of it."""
    if key == ZERO:
        return 0.0
    return float(f"{2 * exp((key + 1) / PER_BUCKET) / (GAMMA + 1):.5g}")

"""Counts of values in buckets that are as wide as their values are large, so right to 1 %.

Values are counted by the first 16 bits that they have as 32-bit floats: sign, exponent and 7 bits
of the fraction. That makes 128 buckets between a number and its double, and costs next to nothing.
To be published, neighbours are joined as far as 1 % allows.
"""

import struct
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import floor, fsum, inf
from typing import Any

RELATIVE_ERROR = 0.0099
"""How far a value is from the one that stands for it. Less than 1 %, for roundings."""
GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
"""Upper over lower edge of what may be joined: https://arxiv.org/abs/1908.10693, section 2."""
LIMIT = 1e38
"""Values are below it. Those below its inverse count as 0."""
SMALLEST = 1 << 7
"""Key of the first bucket whose values have all their bits."""
MAX_VALUES = 100
"""Of one metric in one document of the embedded metric format (EMF-01)."""


class Distribution:
    """What has been measured, as CloudWatch takes it: values with counts."""

    __slots__ = ("buckets", "high", "low", "total")

    def __init__(self) -> None:
        self.buckets: Counter[int] = Counter()
        self.low = inf
        self.high = -inf
        self.total = 0.0

    def __bool__(self) -> bool:
        return bool(self.buckets)

    def __len__(self) -> int:
        """How many values were added."""
        return self.buckets.total()

    def add(self, values: Sequence[float]) -> None:
        """Count values from 0.

        Raises:
            ValueError: one is negative or too large; none is counted then.
        """
        if not values:
            return
        low, high = min(values), max(values)
        if low < 0 or high >= LIMIT:
            raise ValueError(f"values are from {low} to {high}; they must be from 0 to {LIMIT}")
        if low == 0:
            values = [value or 0.0 for value in values]  # -0.0 has other bits
        self.buckets.update(_keys(values))
        self.low = min(self.low, low)
        self.high = max(self.high, high)
        self.total += sum(values)

    def merge(self, other: "Distribution") -> None:
        """Count the values of another one as well."""
        self.buckets.update(other.buckets)
        self.low = min(self.low, other.low)
        self.high = max(self.high, other.high)
        self.total += other.total

    def pairs(self) -> list[tuple[float, int]]:
        """Values and how often each came, from the least: each within 1 % of what was added."""
        joined: list[tuple[float, float, int]] = []
        start, end, count = 0.0, 0.0, 0
        for key in sorted(self.buckets):
            lower, upper = _edges(key)
            if upper > start * GAMMA:
                joined.append((start, end, count))
                start, count = lower, 0
            end = upper
            count += self.buckets[key]
        joined.append((start, end, count))
        return [
            (min(max(_between(start, end), self.low), self.high), count)
            for start, end, count in joined
            if count
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


def _keys(values: Sequence[float]) -> list[int]:
    """The upper halves of the values as 32-bit floats, which are little-endian wherever we run."""
    return memoryview(array("f", values)).cast("B").cast("H")[1::2].tolist()


@lru_cache(maxsize=4096)
def _edges(key: int) -> tuple[float, float]:
    """The least value of a bucket, and of the next one."""
    lower, upper = struct.unpack("<2f", struct.pack("<2I", key << 16, (key + 1) << 16))
    # Below these, floats are as far from each other as from 0.
    return (lower, upper) if key >= SMALLEST else (0.0, 0.0)


def _between(lower: float, upper: float) -> float:
    """The value that is equally far, in parts, from both; five digits of it."""
    return float(f"{2 * lower * upper / (lower + upper):.5g}") if upper else 0.0

"""Statistics by their CloudWatch names: Sum, p95, PR(:800), TM(10%:90%)...

CloudWatch does not say how it interpolates percentiles; here it is as numpy's default does,
between the two nearest ranks.
Source: "CloudWatch statistics definitions" in the user guide.
"""

import bisect
import itertools
import re
from collections.abc import Callable
from typing import NamedTuple

from lockgate.local.metrics.values import Sample, Values

Statistic = Callable[[Values], float | None]
"""Takes the values of a period; None where they have no such statistic."""
_BASIC: dict[str, Callable[[Values], float]] = {
    "SampleCount": lambda values: values.count,
    "Sum": lambda values: values.total,
    "Average": lambda values: values.total / values.count,
    "Minimum": lambda values: values.low,
    "Maximum": lambda values: values.high,
}
_NUMBER = r"\d+(?:\.\d{1,10})?"
_SHORT = re.compile(rf"(p|tm|tc|ts|wm)({_NUMBER})", re.IGNORECASE)
_SIGNED = r"-?\d+(?:\.\d{1,10})?"
_RANGE = re.compile(rf"(PR|TM|TC|TS|WM)\(({_SIGNED}%?)?:({_SIGNED}%?)?\)", re.IGNORECASE)
_MIDDLE = (25.0, 75.0)


class StatisticError(ValueError):
    """A statistic that CloudWatch does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The value {name} for parameter Stat is not supported. Use SampleCount, Sum, Average, "
            "Minimum, Maximum, IQM, p0 to p100, or a range such as PR(:800), TM(10%:90%), "
            "TC(1:5), TS(:99%) or WM(10%:90%)."
        )


class _Range(NamedTuple):
    """Bounds; the lower one is outside, the upper one inside."""

    low: float | None
    high: float | None
    is_percent: bool


def statistic(name: str) -> Statistic:
    """What calculates a statistic.

    Raises:
        StatisticError: CloudWatch has no statistic of this name.
    """
    if name in _BASIC:
        return _known(_BASIC[name])
    if name.upper() == "IQM":
        return _ranged("TM", _Range(*_MIDDLE, is_percent=True))
    if short := _SHORT.fullmatch(name):
        return _short(name, short[1].upper(), float(short[2]))
    if ranged := _RANGE.fullmatch(name):
        return _ranged(ranged[1].upper(), _bounds(name, ranged))
    raise StatisticError(name)


def needs_samples(name: str) -> bool:
    """Whether a statistic is of single values, and not of their sum, number and bounds."""
    return name not in _BASIC


def _short(name: str, kind: str, percent: float) -> Statistic:
    """`p95`, or `tm90`, which is `TM(:90%)`."""
    if percent > 100:
        raise StatisticError(name)
    if kind == "P":
        return _of_samples(lambda samples: _percentile(samples, percent))
    return _ranged(kind, _Range(None, percent, is_percent=True))


def _bounds(name: str, ranged: re.Match[str]) -> _Range:
    texts = [text for text in ranged.group(2, 3) if text]
    percents = {text.endswith("%") for text in texts}
    if len(percents) != 1 or (ranged[1].upper() == "PR" and percents == {True}):
        raise StatisticError(name)
    low, high = (float(text.rstrip("%")) if text else None for text in ranged.group(2, 3))
    is_empty = low is not None and high is not None and low >= high
    is_outside = percents == {True} and not all(0 <= x <= 100 for x in (low, high) if x is not None)
    if is_empty or is_outside:
        raise StatisticError(name)
    return _Range(low, high, percents == {True})


def _known(calculate: Callable[[Values], float]) -> Statistic:
    return lambda values: calculate(values) if values.count else None


def _of_samples(calculate: Callable[[list[Sample]], float | None]) -> Statistic:
    """A statistic of single values: none of statistic sets, nor where one is negative."""

    def of(values: Values) -> float | None:
        if not values.count or not values.has_distribution or values.low < 0:
            return None
        return calculate(sorted(values.samples()))

    return of


def _ranged(kind: str, bounds: _Range) -> Statistic:
    def of(samples: list[Sample]) -> float | None:
        total = sum(count for _, count in samples)
        if kind == "WM":
            return _sum(_wound(samples, bounds)) / total
        inside = _inside(samples, bounds)
        count = sum(count for _, count in inside)
        match kind:
            case "PR":
                return 100 * count / total
            case "TC":
                return count
            case "TS":
                return _sum(inside)
            case _:
                return _sum(inside) / count if count else None

    return _of_samples(of)


def _sum(samples: list[Sample]) -> float:
    return sum(value * count for value, count in samples)


def _percentile(samples: list[Sample], percent: float) -> float:
    """As if each value were there as often as it is counted."""
    reached = list(itertools.accumulate(count for _, count in samples))
    rank = percent / 100 * max(reached[-1] - 1, 0)
    below, share = int(rank), rank - int(rank)

    def at(place: int) -> float:
        return samples[min(bisect.bisect_right(reached, place), len(samples) - 1)][0]

    low = at(below)
    return low + share * (at(below + 1) - low) if share else low


def _inside(samples: list[Sample], bounds: _Range) -> list[Sample]:
    """The samples between bounds; percentages take shares of the counts."""
    if not bounds.is_percent:
        low, high = bounds.low, bounds.high
        return [
            (value, count)
            for value, count in samples
            if (low is None or value > low) and (high is None or value <= high)
        ]
    total = sum(count for _, count in samples)
    first = total * (bounds.low or 0) / 100
    last = total if bounds.high is None else total * bounds.high / 100
    kept, seen = [], 0.0
    for value, count in samples:
        share = min(seen + count, last) - max(seen, first)
        if share > 0:
            kept.append((value, share))
        seen += count
    return kept


def _wound(samples: list[Sample], bounds: _Range) -> list[Sample]:
    """The samples, with what is outside the bounds moved onto them."""
    low, high = bounds.low, bounds.high
    if bounds.is_percent:
        low = None if low is None else _percentile(samples, low)
        high = None if high is None else _percentile(samples, high)
    least = samples[0][0] if low is None else low
    most = samples[-1][0] if high is None else high
    return [(min(max(value, least), most), count) for value, count in samples]

"""Functions of metric math, by name.

Source: "Using metric math" in the CloudWatch user guide.
"""

import itertools
import math
import statistics
from collections.abc import Callable, Sequence

from lockgate.local.metrics.series_math import (
    Line,
    Number,
    Series,
    Value,
    choose,
    each,
    elementwise,
    reduce,
)

_NUMBERS: dict[str, Number] = {
    "ABS": abs,
    "CEIL": math.ceil,
    "FLOOR": math.floor,
    "LOG": math.log,
    "LOG10": math.log10,
}
_REDUCTIONS: dict[str, Callable[[Sequence[float]], float]] = {
    "AVG": statistics.fmean,
    "MAX": max,
    "MIN": min,
    "STDDEV": statistics.pstdev,
    "SUM": math.fsum,
}


def _running_sum(series: Series) -> Series:
    times = sorted(series)
    return dict(zip(times, itertools.accumulate(series[time] for time in times), strict=True))


def _pairs(series: Series, of: Callable[[float, int], float]) -> Series:
    """A number of the difference, and the seconds, between each value and the one before."""
    return {
        time: of(series[time] - series[before], time - before)
        for before, time in itertools.pairwise(sorted(series))
    }


_CHANGES: dict[str, Callable[[Series], Series]] = {
    "DIFF": lambda series: _pairs(series, lambda difference, _: difference),
    "DIFF_TIME": lambda series: _pairs(series, lambda _, seconds: seconds),
    "RATE": lambda series: _pairs(series, lambda difference, seconds: difference / seconds),
    "RUNNING_SUM": _running_sum,
}


class Functions:
    """The functions, as they are on a row of periods."""

    def __init__(self, times: Sequence[int], period: int) -> None:
        """Set the periods.

        Args:
            times: start of each period, in seconds since 1970, the first one first.
            period: their length in seconds.
        """
        self._times = times
        self._period = period
        self._known: dict[str, Callable[..., Value]] = {
            **{name: self._number(function) for name, function in _NUMBERS.items()},
            **{name: self._reduction(function) for name, function in _REDUCTIONS.items()},
            **{name: self._change(function) for name, function in _CHANGES.items()},
            "IF": lambda condition, yes, no=None: choose(condition, yes, no),
            "FILL": self._fill,
            "PERIOD": self._period_of,
            "TIME_SERIES": self._time_series,
            "DATAPOINT_COUNT": lambda value: reduce(len, value),
            "REMOVE_EMPTY": self._remove_empty,
            "FIRST": lambda array: _nth(array, 0),
            "LAST": lambda array: _nth(array, -1),
        }

    def __contains__(self, name: str) -> bool:
        """Whether there is a function of this name."""
        return name in self._known

    def call(self, name: str, arguments: Sequence[Value | str]) -> Value:
        """Call a function.

        Raises:
            ValueError: it does not take such arguments.
        """
        try:
            return self._known[name](*arguments)
        except TypeError as error:
            raise ValueError(f"{name} does not take {len(arguments)} such arguments") from error
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error

    @staticmethod
    def _number(function: Number) -> Callable[[Value], Value]:
        return lambda value: elementwise(function, [value])

    @staticmethod
    def _reduction(function: Callable[[Sequence[float]], float]) -> Callable[[Value], Value]:
        return lambda value: reduce(function, value)

    @staticmethod
    def _change(function: Callable[[Series], Series]) -> Callable[[Value], Value]:
        return lambda value: each(function, value)

    def _fill(self, value: Value, filling: Value | str) -> Value:
        if filling == "REPEAT":
            return each(self._repeated, value)
        if filling == "LINEAR":
            return each(self._interpolated, value)
        if not isinstance(filling, int | float):
            raise ValueError("the filling is a number, REPEAT or LINEAR")
        number = float(filling)
        return each(lambda series: {t: series.get(t, number) for t in self._times}, value)

    def _repeated(self, series: Series) -> Series:
        filled: Series = {}
        last: float | None = None
        for time in self._times:
            last = series.get(time, last)
            if last is not None:
                filled[time] = last
        return filled

    def _interpolated(self, series: Series) -> Series:
        filled = dict(series)
        for before, after in itertools.pairwise(sorted(series)):
            slope = (series[after] - series[before]) / (after - before)
            for time in self._times:
                if before < time < after:
                    filled[time] = series[before] + slope * (time - before)
        return dict(sorted(filled.items()))

    def _period_of(self, value: Value) -> Value:
        if not isinstance(value, dict):
            raise ValueError("it takes a series")
        return float(self._period)

    def _time_series(self, value: Value) -> Value:
        if not isinstance(value, int | float):
            raise ValueError("it takes a number")
        return dict.fromkeys(self._times, float(value))

    @staticmethod
    def _remove_empty(value: Value) -> Value:
        if not isinstance(value, tuple):
            raise ValueError("it takes an array")
        return tuple(line for line in value if line.series)


def _nth(value: Value, index: int) -> Value:
    if not isinstance(value, tuple):
        raise ValueError("it takes an array")
    return value[index].series if value else {}


def array_of(values: Sequence[Value]) -> tuple[Line, ...]:
    """`[m1, METRICS(), m2]` as one array.

    Raises:
        ValueError: an element is a number.
    """
    lines: list[Line] = []
    for value in values:
        if isinstance(value, tuple):
            lines += value
        elif isinstance(value, dict):
            lines.append(Line("", value))
        else:
            raise ValueError("an array takes series, no numbers")
    return tuple(lines)

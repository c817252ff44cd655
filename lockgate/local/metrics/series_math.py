"""What metric math calculates with: numbers, series, and arrays of series."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

Series = dict[int, float]
"""Values by the start of their period, in seconds since 1970. A period without one is absent."""


class Line(NamedTuple):
    """A series with the name it has in a graph."""

    label: str
    series: Series


Array = tuple[Line, ...]
Value = float | Series | Array
Number = Callable[..., float]


def elementwise(function: Number, values: Sequence[Value]) -> Value:
    """Apply a function period by period, where all series have a value.

    What cannot be calculated, such as a division by zero, has no value.

    Raises:
        ValueError: arrays of different lengths.
    """
    arrays = [value for value in values if isinstance(value, tuple)]
    if not arrays:
        return _of_series(function, values)
    lengths = {len(array) for array in arrays}
    if len(lengths) > 1:
        raise ValueError(f"arrays of {min(lengths)} and {max(lengths)} series do not go together")
    lines = []
    for index, line in enumerate(arrays[0]):
        row = [value[index].series if isinstance(value, tuple) else value for value in values]
        result = _of_series(function, row)
        lines.append(Line(line.label, result if isinstance(result, dict) else {}))
    return tuple(lines)


def _of_series(function: Number, values: Sequence[Value]) -> float | Series:
    series = [value for value in values if isinstance(value, dict)]
    if not series:
        return function(*values)
    result: Series = {}
    for time in sorted(set.intersection(*(set(one) for one in series))):
        numbers = [value[time] if isinstance(value, dict) else value for value in values]
        try:
            result[time] = function(*numbers)
        except (ZeroDivisionError, OverflowError, ValueError):
            continue
    return result


def choose(condition: Value, yes: Value, no: Value | None) -> Value:
    """IF: in each period the value of one branch; none where the branch has none.

    Raises:
        ValueError: an argument is an array.
    """
    if isinstance(condition, tuple) or isinstance(yes, tuple) or isinstance(no, tuple):
        raise ValueError("IF takes numbers and series")
    if not isinstance(condition, dict):
        return yes if condition else ({} if no is None else no)
    result: Series = {}
    for time in sorted(condition):
        branch = yes if condition[time] else no
        value = branch.get(time) if isinstance(branch, dict) else branch
        if value is not None:
            result[time] = value
    return result


def reduce(function: Callable[[Sequence[float]], float], value: Value) -> Value:
    """One number of a series, or one series of an array: of those that have a value at a time.

    Raises:
        ValueError: it is a number already.
    """
    if isinstance(value, dict):
        return function(list(value.values())) if value else {}
    if not isinstance(value, tuple):
        raise ValueError("a number is no series")
    times = sorted({time for line in value for time in line.series})
    return {
        time: function([line.series[time] for line in value if time in line.series])
        for time in times
    }


def each(function: Callable[[Series], Series], value: Value) -> Value:
    """Apply a function to a series, or to each of an array.

    Raises:
        ValueError: it is a number.
    """
    if isinstance(value, tuple):
        return tuple(Line(line.label, function(line.series)) for line in value)
    if not isinstance(value, dict):
        raise ValueError("a number is no series")
    return function(value)

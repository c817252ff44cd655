"""Values of a metric in embedded metric format.

The specification names numbers and arrays of numbers. Structured values are what exporters of
AWS's own write: the OpenTelemetry collector's awsemfexporter
(https://github.com/open-telemetry/opentelemetry-collector-contrib, `cWMetricHistogram` and
`cWMetricStats` in exporter/awsemfexporter).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from lockgate.local.metrics.values import Values

MOST_VALUES = 100
LARGEST = 2.0**360
"""Source: Value of MetricDatum in the API reference."""
MetricValue = Callable[[Values], None]
"""Adds what was found."""
_BOUNDS = ("Count", "Sum", "Min", "Max")


def value_of(target: Any) -> MetricValue:
    """What a metric's target stands for.

    Raises:
        ValueError: it is neither a number, nor an array of numbers, nor a structured value.
    """
    if isinstance(target, dict):
        return _distribution(target) if "Values" in target else _set(target)
    if isinstance(target, list):
        numbers = _numbers(target, "the array")
        return lambda values: values.add_samples([(number, 1.0) for number in numbers])
    number = _number(target, "the value")
    return lambda values: values.add(number)


def _distribution(target: Mapping[str, Any]) -> MetricValue:
    numbers = _numbers(target["Values"], "Values")
    counts = _numbers(target.get("Counts", [1] * len(numbers)), "Counts")
    if len(counts) != len(numbers):
        raise ValueError(f"there are {len(numbers)} Values and {len(counts)} Counts")
    if not all(count > 0 for count in counts):
        raise ValueError("Counts must be more than 0")
    known = {name: _number(target[name], name) for name in _BOUNDS if name in target}
    total = math.fsum(counts)
    if not math.isclose(known.get("Count", total), total):
        raise ValueError(f"Count is {known['Count']:g}, and Counts add up to {total:g}")
    bounds = {"total": known.get("Sum"), "low": known.get("Min"), "high": known.get("Max")}
    samples = list(zip(numbers, counts, strict=True))
    return lambda values: values.add_samples(samples, **bounds)


def _set(target: Mapping[str, Any]) -> MetricValue:
    missing = [name for name in _BOUNDS if name not in target]
    if missing:
        raise ValueError(f"an object needs Values, or {', '.join(_BOUNDS)}; it lacks {missing[0]}")
    known = [_number(target[name], name) for name in _BOUNDS]
    if known[0] <= 0:
        raise ValueError("Count must be more than 0")
    return partial(_add_set, known)


def _add_set(known: Sequence[float], values: Values) -> None:
    values.add_set(*known)


def _numbers(found: Any, what: str) -> list[float]:
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_VALUES:
        size = f"{len(found)} members" if isinstance(found, list) else "no array"
        raise ValueError(f"{what} has {size}; 1 to {MOST_VALUES} numbers fit")
    return [_number(one, f"a member of {what}") for one in found]


def _number(found: Any, what: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise ValueError(f"{what} is {found!r:.40}, no number")
    if not abs(found) <= LARGEST:
        raise ValueError(f"{what} is beyond 2^360")
    return float(found)

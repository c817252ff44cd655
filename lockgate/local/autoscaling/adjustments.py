"""The arithmetic of scaling policies.

Source: "Step scaling policies for Application Auto Scaling" and "Target tracking scaling policies
for Application Auto Scaling" in the user guide.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

_AGGREGATE: dict[str, Callable[[Sequence[float]], float]] = {
    "Average": fmean,
    "Minimum": min,
    "Maximum": max,
}
_ROUNDING = 1e-9
"""What the division of two floats may be off by."""


def tracked(capacity: int, metric: float, target: float) -> int:
    """The capacity that brings a metric which falls with it in proportion to its target.

    Without any capacity the metric stands for all the load, as if there were one.
    """
    return math.ceil(max(capacity, 1) * metric / target - _ROUNDING)


def stepped(
    steps: Mapping[str, Any], capacity: int, points: Sequence[float], threshold: float
) -> int | None:
    """The capacity that a step policy calls for; None if no step covers the breach.

    Args:
        steps: the StepScalingPolicyConfiguration.
        capacity: the one to change.
        points: datapoints of the alarm; without any the metric counts as at the threshold.
        threshold: the alarm's.
    """
    aggregate = _AGGREGATE[steps.get("MetricAggregationType") or "Average"]
    breach = (aggregate(points) if points else threshold) - threshold
    for step in steps["StepAdjustments"]:
        if _covers(step, breach):
            return max(0, _adjusted(steps, capacity, step["ScalingAdjustment"]))
    return None


def _covers(step: Mapping[str, Any], breach: float) -> bool:
    low = step.get("MetricIntervalLowerBound", -math.inf)
    high = step.get("MetricIntervalUpperBound", math.inf)
    if breach > 0 or (breach == 0 and low >= 0):
        return bool(low <= breach < high)
    return bool(low < breach <= high)


def _adjusted(steps: Mapping[str, Any], capacity: int, adjustment: int) -> int:
    kind = steps["AdjustmentType"]
    if kind == "ExactCapacity":
        return adjustment
    if kind == "ChangeInCapacity":
        return capacity + adjustment
    change = _whole(capacity * adjustment / 100)
    least = steps.get("MinAdjustmentMagnitude", 0)
    return capacity + int(math.copysign(max(abs(change), least), adjustment))


def _whole(change: float) -> int:
    """Toward zero, but at least one: 12.7 is 12, 0.67 is 1, -0.58 is -1, -6.67 is -6."""
    if 0 < abs(change) < 1:
        return int(math.copysign(1, change))
    return int(change)

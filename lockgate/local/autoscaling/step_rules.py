"""What Application Auto Scaling refuses of step adjustments (AS-06).

Source: "Step scaling policies for Application Auto Scaling" in the user guide.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from lockgate.local.protocol.errors import invalid

Bounds = tuple[float, float]


def check_steps(steps: Mapping[str, Any]) -> None:
    """Refuse a configuration that does not say how to scale at each breach of its alarm.

    Raises:
        ServiceError: ValidationException.
    """
    for member in ("AdjustmentType", "StepAdjustments"):
        if not steps.get(member):
            raise invalid(f"{member} must be specified for a step scaling policy.")
    kind = steps["AdjustmentType"]
    if "MinAdjustmentMagnitude" in steps and kind != "PercentChangeInCapacity":
        raise invalid(f"MinAdjustmentMagnitude is not for the adjustment type {kind}.")
    adjustments = steps["StepAdjustments"]
    if kind == "ExactCapacity" and any(step["ScalingAdjustment"] < 0 for step in adjustments):
        raise invalid(
            "ScalingAdjustment must not be negative for the adjustment type ExactCapacity."
        )
    _check_intervals(adjustments)


def _check_intervals(adjustments: Sequence[Mapping[str, Any]]) -> None:
    for member, which in (
        ("MetricIntervalLowerBound", "lower"),
        ("MetricIntervalUpperBound", "upper"),
    ):
        if sum(member not in step for step in adjustments) > 1:
            raise invalid(f"At most one StepAdjustment may have an unspecified {which} bound.")
    bounds = sorted(_bounds(step) for step in adjustments)
    for low, high in bounds:
        _check_bounds(low, high)
    for (_, end), (begin, _) in pairwise(bounds):
        if begin > end:
            raise invalid(f"StepAdjustment intervals can't have gaps: {end:g} to {begin:g}.")
        if begin < end:
            raise invalid(f"StepAdjustment intervals can't overlap: {begin:g} to {end:g}.")
    _check_ends(bounds)


def _bounds(step: Mapping[str, Any]) -> Bounds:
    low = step.get("MetricIntervalLowerBound", -math.inf)
    return low, step.get("MetricIntervalUpperBound", math.inf)


def _check_bounds(low: float, high: float) -> None:
    if (low, high) == (-math.inf, math.inf):
        raise invalid("A StepAdjustment must specify a lower or an upper bound.")
    if high <= low:
        raise invalid(
            f"The upper bound {high:g} of a StepAdjustment must exceed the lower, {low:g}."
        )


def _check_ends(bounds: Sequence[Bounds]) -> None:
    """An alarm breaches to one side or the other; that side must be covered to its end."""
    low, high = bounds[0][0], bounds[-1][1]
    if -math.inf < low < 0:
        raise invalid(
            f"The lowest lower bound, {low:g}, is negative: one StepAdjustment must leave its "
            "lower bound unspecified."
        )
    if 0 < high < math.inf:
        raise invalid(
            f"The highest upper bound, {high:g}, is positive: one StepAdjustment must leave its "
            "upper bound unspecified."
        )

from typing import Any

import pytest

from lockgate.local.autoscaling.adjustments import stepped, tracked


@pytest.mark.parametrize(
    ("capacity", "metric", "target", "expected"),
    [
        (1, 12, 6, 2),
        (2, 6.1, 6, 3),
        (4, 3, 6, 2),
        (3, 0, 6, 0),
        (3, 0.7, 0.7, 3),
        (0, 12, 5, 3),
    ],
)
def test_tracking_keeps_the_metric_at_its_target(
    capacity: int, metric: float, target: float, expected: int
) -> None:
    assert tracked(capacity, metric, target) == expected


def steps(*adjustments: tuple[float | None, float | None, int], **members: Any) -> dict[str, Any]:
    names = ("MetricIntervalLowerBound", "MetricIntervalUpperBound", "ScalingAdjustment")
    listed = [
        {name: value for name, value in zip(names, step, strict=True) if value is not None}
        for step in adjustments
    ]
    return {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": listed} | members


OUT = steps((0, 10, 1), (10, None, 3))
IN = steps((-10, 0, -1), (None, -10, -2))


@pytest.mark.parametrize(
    ("configuration", "metric", "expected"),
    [(OUT, 50, 6), (OUT, 59.9, 6), (OUT, 60, 8), (IN, 50, 4), (IN, 41, 4), (IN, 40, 3)],
)
def test_the_breach_chooses_the_step(
    configuration: dict[str, Any], metric: float, expected: int
) -> None:
    assert stepped(configuration, 5, [metric], 50) == expected


def test_a_breach_to_the_other_side_has_no_step() -> None:
    assert stepped(OUT, 5, [40], 50) is None


def test_without_datapoints_the_first_step_counts() -> None:
    assert stepped(OUT, 5, [], 50) == 6


def test_an_exact_capacity_is_taken_as_it_is() -> None:
    assert stepped(steps((0, None, 4), AdjustmentType="ExactCapacity"), 1, [1], 1) == 4


def test_capacity_does_not_fall_below_nothing() -> None:
    assert stepped(steps((None, 0, -5)), 2, [0], 1) == 0


@pytest.mark.parametrize(
    ("capacity", "percent", "expected"),
    [(10, 127, 22), (10, 7, 11), (10, -6, 9), (10, -67, 4), (0, 50, 0)],
)
def test_percentages_are_rounded_toward_zero_but_change_something(
    capacity: int, percent: int, expected: int
) -> None:
    configuration = steps((0, None, percent), AdjustmentType="PercentChangeInCapacity")
    assert stepped(configuration, capacity, [1], 1) == expected


def test_a_percentage_changes_by_the_least_magnitude() -> None:
    configuration = steps((0, None, 25), AdjustmentType="PercentChangeInCapacity")
    assert stepped(configuration | {"MinAdjustmentMagnitude": 2}, 4, [1], 1) == 6


@pytest.mark.parametrize(
    ("aggregation", "expected"), [(None, 6), ("Average", 6), ("Minimum", None), ("Maximum", 8)]
)
def test_datapoints_are_aggregated_as_the_policy_says(
    aggregation: str | None, expected: int | None
) -> None:
    members = {"MetricAggregationType": aggregation} if aggregation else {}
    assert stepped(OUT | members, 5, [40, 50, 65], 50) == expected

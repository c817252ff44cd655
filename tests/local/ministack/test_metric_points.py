"""Values in MiniStack's CloudWatch, imported here as it is in the server."""

from typing import Any

import pytest

from lockgate.local.ministack import metric_points as module
from lockgate.local.ministack.metric_points import MetricPoints
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.runtime.metrics import Datum
from lockgate.local.time_scale import TimeScale

WHERE = (("EndpointName", "chat"),)


@pytest.fixture
def cloudwatch(monkeypatch: pytest.MonkeyPatch) -> Any:
    """MiniStack's, without values."""
    from ministack.services import cloudwatch

    monkeypatch.setattr(cloudwatch, "_metrics", {})
    return cloudwatch


def put(points: MetricPoints, *values: float, at: float = 1000.0, **members: Any) -> None:
    for value in values:
        datum = Datum(Scope("1", "eu-west-1"), "Load", value, "None", WHERE, at, **members)
        points.put("AWS/SageMaker", datum)


def kept(cloudwatch: Any) -> list[dict[str, Any]]:
    (points,) = cloudwatch._metrics.values()
    return list(points)


def sums(cloudwatch: Any) -> tuple[float, float]:
    known = cloudwatch._calc_stats(kept(cloudwatch))
    return known["SampleCount"], known["Sum"]


def test_equal_values_of_one_window_are_one_point(cloudwatch: Any) -> None:
    put(MetricPoints(cloudwatch, TimeScale()), 1.0, 1.0, 0.0, 1.0)
    assert [point.get("Count", 1.0) for point in kept(cloudwatch)] == [3.0, 1.0]
    assert sums(cloudwatch) == (4, 3)


def test_a_window_lasts_as_long_as_the_time_scale_says(cloudwatch: Any) -> None:
    points = MetricPoints(cloudwatch, TimeScale(10))
    put(points, 1.0, at=1000.0)
    put(points, 1.0, at=1000.9)
    put(points, 1.0, at=1001.1)
    assert [point["Timestamp"] for point in kept(cloudwatch)] == [1000.0, 1001.1]


def test_statistic_sets_stay_as_they_are(cloudwatch: Any) -> None:
    whole = {"SampleCount": 2.0, "Sum": 3.0, "Minimum": 1.0, "Maximum": 2.0}
    put(MetricPoints(cloudwatch, TimeScale()), 1.5, 1.5, statistics=whole)
    assert sums(cloudwatch) == (4, 6)


def test_values_that_somebody_else_cleared_are_counted_anew(cloudwatch: Any) -> None:
    points = MetricPoints(cloudwatch, TimeScale())
    put(points, 1.0)
    cloudwatch._metrics.clear()
    put(points, 1.0)
    assert sums(cloudwatch) == (1, 1)


def test_of_too_many_values_the_older_ones_become_minutes(
    cloudwatch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 8)
    points = MetricPoints(cloudwatch, TimeScale())
    for number in range(9):
        put(points, float(number), at=30.0 * number)
    assert [point["Value"] for point in kept(cloudwatch)] == [0.5, 2.5, 4, 5, 6, 7, 8]
    assert sums(cloudwatch) == (9, sum(range(9)))

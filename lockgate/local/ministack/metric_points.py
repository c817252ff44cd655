"""Keeps metric values in MiniStack's CloudWatch, which forgets none for two weeks.

A request brings about twenty values, so a server that runs long must not keep each by itself.
"""

from typing import Any

from lockgate.local.sagemaker.runtime.metrics import Datum
from lockgate.local.time_scale import TimeScale

WINDOW_S = 10
"""Equal values within it are one point with a count, in seconds of AWS. The periods of alarms are
multiples of it, so that nothing of them is lost."""
MOST = 20_000
"""Points of one metric. Of more, the older half becomes one statistic set for each minute of AWS;
like CloudWatch's, these have no percentiles."""
MINUTE_S = 60
_SET = ("SampleCount", "Sum", "Minimum", "Maximum")
Key = tuple[str, str, Any]
Point = dict[str, Any]
Latest = tuple[int, dict[tuple[float, str], Point]]
"""A window, and its points by value and unit."""


class MetricPoints:
    """Writes the points; the caller has set account and region."""

    def __init__(self, cloudwatch: Any, time_scale: TimeScale) -> None:
        self._cloudwatch = cloudwatch
        self._time_scale = time_scale
        self._latest: dict[tuple[Any, Key], Latest] = {}

    def put(self, namespace: str, datum: Datum) -> None:
        """Keep a value, or count it with an equal one."""
        cloudwatch, dimensions = self._cloudwatch, dict(datum.dimensions)
        key = (namespace, datum.name, cloudwatch._dims_key(dimensions))
        points: list[Point] = cloudwatch._metric_bucket(key)
        latest = self._latest_of((datum.scope, key), datum, is_empty=not points)
        equal = latest.get((datum.value, datum.unit)) if datum.statistics is None else None
        if equal is not None:
            equal["Count"] = equal.get("Count", 1.0) + 1.0
            return
        cloudwatch._store_datum(
            namespace, datum.name, dimensions, datum.timestamp, datum.unit,
            datum.value, None, None, datum.statistics and dict(datum.statistics),
        )  # fmt: skip
        points[-1]["Dimensions"] = points[0]["Dimensions"]  # all share one
        if datum.statistics is None:
            latest[datum.value, datum.unit] = points[-1]
        if len(points) > MOST:
            self._compact(points)
            latest.clear()

    def _latest_of(
        self, key: tuple[Any, Key], datum: Datum, *, is_empty: bool
    ) -> dict[tuple[float, str], Point]:
        """The points of the window that a value is in."""
        window = int(self._time_scale.aws_seconds(datum.timestamp) // WINDOW_S)
        known, points = self._latest.get(key, (None, {}))
        if known != window or is_empty:
            points = {}
            self._latest[key] = window, points
        return points

    def _compact(self, points: list[Point]) -> None:
        minutes: dict[int, list[Point]] = {}
        for point in points[: MOST // 2]:
            minute = int(self._time_scale.aws_seconds(point["Timestamp"]) // MINUTE_S)
            minutes.setdefault(minute, []).append(point)
        sets = [self._as_set(minute) for minute in minutes.values()]
        points[: MOST // 2] = sets[-MOST // 4 :]  # days later, even minutes are too many

    def _as_set(self, points: list[Point]) -> Point:
        known = self._cloudwatch._calc_stats(points)
        return {
            **points[0],
            "Value": known["Average"],
            "_stat": {name: known[name] for name in _SET},
        }

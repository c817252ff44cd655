"""The state of an alarm, from the points of its last complete periods.

Source: "Evaluating an alarm" and "Configuring how CloudWatch alarms treat missing data".
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lockgate.local.alarms.definition import period_of, returning_metric
from lockgate.local.alarms.expressions import calculate
from lockgate.local.alarms.missing import EXTRA_PERIODS, state_of
from lockgate.local.metrics.series_math import Series

_BREACHES: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
Points = Sequence[float | None]
ReadSeries = Callable[[str, str, Sequence[Mapping[str, str]], int, str, int], Series]
"""Takes namespace, name and dimensions of a metric, a period in seconds, a statistic and the end of
a period; returns values by the start of their period."""
LONGEST_STEP_S = 60
"""CloudWatch looks at an alarm each minute, and its periods end then: longer ones overlap those of
the minute before. Source: "Evaluating an alarm"."""


@dataclass(frozen=True)
class Verdict:
    """A state and the reason for it."""

    state: str
    reason: str
    points: tuple[float, ...] = ()
    """The datapoints that were evaluated, the oldest first."""


def range_start(alarm: Mapping[str, Any], now: float, *, with_extra: bool) -> int:
    """The time from which on points have a say in the alarm's state, in seconds since 1970.

    Args:
        alarm: members of DescribeAlarms.
        now: in seconds since 1970.
        with_extra: whether points are missing, so that older ones make up for them.
    """
    periods = int(alarm["EvaluationPeriods"]) + (EXTRA_PERIODS if with_extra else 0)
    return _end(alarm, now) - periods * _period(alarm)


def evaluate(alarm: Mapping[str, Any], read: ReadSeries, *, now: float) -> Verdict | None:
    """The state that an alarm should be in at a time; None to leave it as it is."""
    compare = _BREACHES.get(alarm["ComparisonOperator"])
    if compare is None:
        return None  # anomaly detection bands
    period, current = _period(alarm), _end(alarm, now)
    wanted = int(alarm["EvaluationPeriods"])
    series = _series(alarm, read, period, current)
    numbers = range(wanted + EXTRA_PERIODS, 0, -1)
    points = [series.get(current - number * period) for number in numbers]
    threshold = float(alarm["Threshold"])
    state = state_of(
        [None if point is None else compare(point, threshold) for point in points],
        wanted=wanted,
        needed=_needed(alarm),
        missing=alarm.get("TreatMissingData") or "missing",
    )
    return None if state is None else _verdict(alarm, state, _last(points, wanted))


def _period(alarm: Mapping[str, Any]) -> int:
    metrics = alarm.get("Metrics")
    return period_of(metrics) if metrics else int(alarm["Period"])


def _end(alarm: Mapping[str, Any], now: float) -> int:
    """The end of the last complete period."""
    step = min(_period(alarm), LONGEST_STEP_S)
    return int(now // step) * step


def _series(alarm: Mapping[str, Any], read: ReadSeries, period: int, end: int) -> Series:
    metrics = alarm.get("Metrics")
    if not metrics:
        statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
        where = alarm["Namespace"], alarm["MetricName"], alarm.get("Dimensions") or []
        return read(*where, period, statistic, end)
    known = {m["Id"]: _read(m["MetricStat"], read, end) for m in metrics if "MetricStat" in m}
    pending = [m for m in metrics if "Expression" in m]
    for _ in pending:  # an expression may use another
        known |= {m["Id"]: _calculate(m["Expression"], known, period) for m in pending}
    return known[returning_metric(metrics)["Id"]]


def _calculate(expression: str, known: Mapping[str, Series], period: int) -> Series:
    try:
        return calculate(expression, known, period=period)
    except ValueError:
        return {}  # uses an expression that is not known yet


def _read(stat: Mapping[str, Any], read: ReadSeries, end: int) -> Series:
    metric = stat["Metric"]
    where = metric["Namespace"], metric["MetricName"], metric.get("Dimensions") or []
    return read(*where, int(stat["Period"]), stat["Stat"], end)


def _needed(alarm: Mapping[str, Any]) -> int:
    return int(alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"])


def _last(points: Points, wanted: int) -> Points:
    """The datapoints to judge by: the last `wanted` that are there, or all periods looked at."""
    real = [point for point in points if point is not None]
    return real[-wanted:] if len(real) >= wanted else points


def _verdict(alarm: Mapping[str, Any], state: str, points: Points) -> Verdict:
    real = tuple(point for point in points if point is not None)
    if not real:
        return Verdict(state, "Insufficient Data: no datapoints were received")
    compare, threshold = _BREACHES[alarm["ComparisonOperator"]], float(alarm["Threshold"])
    count = sum(compare(point, threshold) for point in real)
    shown = ", ".join("missing" if point is None else f"{point:g}" for point in points)
    return Verdict(
        state,
        f"Threshold Crossed: {count} of the last {len(points)} datapoints [{shown}] were "
        f"{alarm['ComparisonOperator']} ({threshold:g}); {_needed(alarm)} are needed",
        real,
    )

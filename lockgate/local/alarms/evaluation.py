"""The state of an alarm, from the points of its last complete periods.

Source: "Evaluating an alarm" and "Configuring how CloudWatch alarms treat missing data".
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lockgate.local.alarms.definition import period_of, returning_metric
from lockgate.local.alarms.expressions import Series, calculate

_BREACHES: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
ReadSeries = Callable[[str, str, Sequence[Mapping[str, str]], int, str], Series]
"""Takes namespace, name and dimensions of a metric, a period in seconds and a statistic; returns
values by the start of their period."""


@dataclass(frozen=True)
class Verdict:
    """A state and the reason for it."""

    state: str
    reason: str


def evaluate(alarm: Mapping[str, Any], read: ReadSeries, *, now: float) -> Verdict | None:
    """The state that an alarm should be in at a time; None to leave it as it is."""
    compare = _BREACHES.get(alarm["ComparisonOperator"])
    if compare is None:
        return None  # anomaly detection bands
    period, series = _series(alarm, read)
    wanted = int(alarm["EvaluationPeriods"])
    current = int(now // period) * period
    points = [series.get(current - number * period) for number in range(wanted, 0, -1)]
    threshold = float(alarm["Threshold"])
    breaching = [None if point is None else compare(point, threshold) for point in points]
    return _verdict(alarm, breaching, points)


def _series(alarm: Mapping[str, Any], read: ReadSeries) -> tuple[int, Series]:
    metrics = alarm.get("Metrics")
    if not metrics:
        statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
        period = int(alarm["Period"])
        where = alarm["Namespace"], alarm["MetricName"], alarm.get("Dimensions") or []
        return period, read(*where, period, statistic)
    known = {m["Id"]: _read(m["MetricStat"], read) for m in metrics if "MetricStat" in m}
    pending = [m for m in metrics if "Expression" in m]
    for _ in pending:  # an expression may use another
        known |= {m["Id"]: _calculate(m["Expression"], known) for m in pending}
    return period_of(metrics), known[returning_metric(metrics)["Id"]]


def _calculate(expression: str, known: Mapping[str, Series]) -> Series:
    try:
        return calculate(expression, known)
    except ValueError:
        return {}  # uses an expression that is not known yet


def _read(stat: Mapping[str, Any], read: ReadSeries) -> Series:
    metric = stat["Metric"]
    where = metric["Namespace"], metric["MetricName"], metric.get("Dimensions") or []
    return read(*where, int(stat["Period"]), stat["Stat"])


def _verdict(
    alarm: Mapping[str, Any], breaching: Sequence[bool | None], points: Sequence[float | None]
) -> Verdict | None:
    missing = alarm.get("TreatMissingData") or "missing"
    if all(one is None for one in breaching) and missing in {"missing", "ignore"}:
        if missing == "ignore":
            return None
        return Verdict("INSUFFICIENT_DATA", "Insufficient Data: no datapoints were received")
    filled = [missing == "breaching" if one is None else one for one in breaching]
    needed = int(alarm.get("DatapointsToAlarm") or len(filled))
    count = sum(filled)
    state = "ALARM" if count >= needed else "OK"
    shown = ", ".join("missing" if point is None else f"{point:g}" for point in points)
    return Verdict(
        state,
        f"Threshold Crossed: {count} of the last {len(filled)} datapoints [{shown}] were "
        f"{alarm['ComparisonOperator']} ({float(alarm['Threshold']):g}); {needed} are needed",
    )

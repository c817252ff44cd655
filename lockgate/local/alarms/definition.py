"""The metrics of an alarm on metric math."""

from collections.abc import Mapping, Sequence
from typing import Any

from lockgate.local.alarms.expressions import names
from lockgate.local.metrics.statistics import statistic
from lockgate.local.metrics.syntax import ExpressionError


def check_metrics(metrics: Sequence[Mapping[str, Any]]) -> None:
    """Refuse what cannot be evaluated, when the alarm is made and not when it should ring.

    Raises:
        ExpressionError: an expression is not emulated, or uses an id that is not there.
        ValueError: not exactly one metric returns data, or CloudWatch has no such statistic.
    """
    ids = {metric["Id"] for metric in metrics}
    for metric in metrics:
        if stat := metric.get("MetricStat"):
            statistic(stat["Stat"])
        if expression := metric.get("Expression"):
            unknown = sorted(names(expression) - ids)
            if unknown:
                raise ExpressionError(expression, f"there is no metric {unknown[0]}")
    returning_metric(metrics)


def check_statistic(alarm: Mapping[str, Any]) -> None:
    """Refuse an alarm on one metric whose statistic CloudWatch does not have.

    Raises:
        ValueError: there is no such statistic.
    """
    for member in ("Statistic", "ExtendedStatistic"):
        if name := alarm.get(member):
            statistic(name)


def returning_metric(metrics: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The metric that the alarm compares with its threshold.

    Raises:
        ValueError: there is none, or more than one.
    """
    returning = [m for m in metrics if str(m.get("ReturnData", True)).lower() == "true"]
    if len(returning) != 1:
        raise ValueError("Exactly one element of the metrics list should return data.")
    return returning[0]


def period_of(metrics: Sequence[Mapping[str, Any]]) -> int:
    """The period of an alarm on metrics, in seconds: the longest of them."""
    periods = [m["MetricStat"]["Period"] for m in metrics if "MetricStat" in m]
    periods += [m["Period"] for m in metrics if "Period" in m]
    return max((int(period) for period in periods), default=60)

"""Metric math of alarms: one series, of the metrics that the alarm names."""

from collections.abc import Mapping

from lockgate.local.metrics.expressions import Context, evaluate
from lockgate.local.metrics.series_math import Series
from lockgate.local.metrics.syntax import ExpressionError, used_ids


def names(expression: str) -> set[str]:
    """The ids that an expression uses.

    Raises:
        ExpressionError: it does not parse, or uses what is not emulated.
    """
    ids = used_ids(expression)
    calculate(expression, {name: {0: 1.0} for name in ids})
    return ids


def calculate(expression: str, metrics: Mapping[str, Series], *, period: int = 60) -> Series:
    """The series of an expression; FILL fills where any metric has a value.

    Raises:
        ExpressionError: it uses what is not emulated, or an id that no metric has.
    """
    times = sorted({time for series in metrics.values() for time in series})
    labels = {name: name for name in metrics}
    lines = evaluate(expression, Context(metrics, labels, times, period))
    if len(lines) != 1:
        raise ExpressionError(expression, f"an alarm needs one series, and it gives {len(lines)}")
    return lines[0].series

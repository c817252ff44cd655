"""What requests for metrics have in common: metrics, times, periods."""

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from lockgate.local.metrics.series_math import Series
from lockgate.local.metrics.statistics import needs_samples, statistic
from lockgate.local.metrics.store import Metric, MetricStore, metric
from lockgate.local.protocol.scope import Scope

MINUTE_S = 60
_SHORT_PERIODS = (1, 5, 10, 20, 30)


class Times:
    """A span of time in periods; the first of them begins where it does.

    As CloudWatch does, the start is rounded down to a whole minute, or to a whole period where
    that is shorter. Source: StartTime of GetMetricData in the API reference.
    """

    def __init__(self, start: datetime, end: datetime, period: int) -> None:
        if period not in _SHORT_PERIODS and (period < MINUTE_S or period % MINUTE_S):
            allowed = ", ".join(map(str, _SHORT_PERIODS))
            raise ValueError(f"Period is {period}; it must be {allowed} or a multiple of 60.")
        if not start < end:
            raise ValueError("The parameter StartTime must be less than the parameter EndTime.")
        step = min(period, MINUTE_S)
        self.since = math.floor(start.timestamp() / step) * step
        self.until = end.timestamp()
        self.period = period

    @property
    def starts(self) -> range:
        """The start of each period, in seconds since 1970."""
        return range(self.since, math.ceil(self.until), self.period)


def read(
    store: MetricStore, scope: Scope, wanted: Metric, times: Times, names: Iterable[str]
) -> dict[str, Series]:
    """Statistics of a metric by their names.

    Raises:
        ValueError: CloudWatch has no statistic of such a name.
    """
    calculate = {name: statistic(name) for name in names}
    periods = store.read(
        scope,
        wanted,
        period=times.period,
        since=times.since,
        until=times.until,
        offset=times.since % times.period,
        with_samples=any(map(needs_samples, calculate)),
    )
    found: dict[str, Series] = {name: {} for name in calculate}
    for start, values in sorted(periods.items()):
        for name, of in calculate.items():
            value = of(values)
            if value is not None:
                found[name][start] = value
    return found


def named_metric(members: Mapping[str, Any]) -> Metric:
    """The metric that a request names by Namespace, MetricName and Dimensions."""
    dimensions = {one["Name"]: one["Value"] for one in members.get("Dimensions") or ()}
    return metric(members.get("Namespace", ""), members.get("MetricName", ""), dimensions)


def moment(seconds: float) -> datetime:
    """A time in UTC."""
    return datetime.fromtimestamp(seconds, UTC)

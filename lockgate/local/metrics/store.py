"""Every metric of every account and region."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lockgate.local.metrics.series import FORGET_S, Series
from lockgate.local.metrics.values import Values
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import TimeScale

WINDOW_S = 10
"""Shortest window, in seconds of AWS: the periods of alarms are multiples of it."""
FINE_WINDOW_S = 1
"""That of a metric of high resolution."""
Dimensions = tuple[tuple[str, str], ...]
"""Names and values, sorted by name."""


@dataclass(frozen=True)
class Metric:
    """What tells a metric from all others of an account."""

    namespace: str
    name: str
    dimensions: Dimensions = ()


def metric(namespace: str, name: str, dimensions: Mapping[str, str]) -> Metric:
    """A metric with its dimensions in any order."""
    return Metric(namespace, name, tuple(sorted(dimensions.items())))


class MetricStore:
    """Keeps values in memory, which stays bounded for each metric. All threads may use it."""

    def __init__(self, time_scale: TimeScale, clock: Callable[[], float] = time.time) -> None:
        self._time_scale = time_scale
        self._clock = clock
        self._lock = threading.Lock()
        self._series: dict[Scope, dict[Metric, Series]] = {}

    def add(
        self,
        scope: Scope,
        metric: Metric,
        when: float,
        add: Callable[[Values], None],
        *,
        unit: str = "None",
        is_fine: bool = False,
    ) -> None:
        """Keep values.

        Args:
            scope: account and region of the metric.
            metric: whose values.
            when: real seconds since 1970.
            add: adds them to a window; called once.
            unit: one of CloudWatch's.
            is_fine: whether the metric has a resolution of one second.
        """
        with self._lock:
            metrics = self._series.setdefault(scope, {})
            series = metrics.get(metric)
            if series is None:
                series = metrics[metric] = Series(self._spans(is_fine=is_fine), unit)
            values = series.at(when)
            before = values.distinct()
            add(values)
            series.settle(values, before)

    def read(
        self,
        scope: Scope,
        metric: Metric,
        *,
        period: float,
        since: float,
        until: float,
        offset: float = 0,
        time_scale: TimeScale | None = None,
        with_samples: bool = True,
    ) -> dict[int, Values]:
        """The values of a metric by the start of each period; periods without values are absent.

        Args:
            scope: account and region of the metric.
            metric: whose values.
            period: in seconds; those of AWS, if a time scale is given.
            since: first moment, in real seconds since 1970.
            until: moment after the last one, in real seconds since 1970.
            offset: a start of a period; the others follow from it.
            time_scale: to have starts and periods in seconds of AWS.
            with_samples: whether single values are needed: for percentiles and the like.
        """
        factor = time_scale.factor if time_scale else 1.0
        with self._lock:
            series = self._series.get(scope, {}).get(metric)
            periods: dict[int, Values] = {}
            for start, values in series.between(since, until) if series else ():
                # Half a millisecond: rounding must not move a window to the period before.
                period_start = int((start * factor + 0.0005 - offset) // period * period + offset)
                periods.setdefault(period_start, Values()).merge(values, with_samples=with_samples)
            return periods

    def metrics(self, scope: Scope, *, since: float | None = None) -> Iterator[Metric]:
        """The metrics that have had values lately: by default, within 15 days."""
        oldest = self._clock() - FORGET_S if since is None else since
        with self._lock:
            known = list(self._series.get(scope, {}).items())
        return (metric for metric, series in known if series.latest >= oldest)

    def unit(self, scope: Scope, metric: Metric) -> str:
        """The unit of a metric's first value; "None" of one that is not there."""
        with self._lock:
            series = self._series.get(scope, {}).get(metric)
            return series.unit if series else "None"

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._series.clear()

    def _spans(self, *, is_fine: bool) -> tuple[float, ...]:
        """Lengths of windows, in real seconds: of AWS's time, and then of real minutes."""
        factor = max(self._time_scale.factor, 1.0)
        shortest = FINE_WINDOW_S if is_fine else WINDOW_S
        return shortest / factor, 60 / factor, 60.0, 300.0, 3600.0

"""CloudWatch's metrics: MiniStack's are kept, and asked for, in our own store.

MiniStack keeps each value by itself, looks at all of them with each request, and has no metric
math.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from lockgate.local.metrics.data_queries import get_metric_data
from lockgate.local.metrics.listing import get_metric_statistics, list_metrics
from lockgate.local.metrics.store import MetricStore, metric
from lockgate.local.ministack.cloudwatch_protocols import encoded, request_of
from lockgate.local.protocol.scope import Scope

Operation = Callable[[MetricStore, Scope, Mapping[str, Any]], dict[str, Any]]
_SET = ("SampleCount", "Sum", "Minimum", "Maximum")
_OPERATIONS: dict[str, tuple[str, Operation]] = {
    "GetMetricData": ("_get_metric_data", get_metric_data),
    "GetMetricStatistics": ("_get_metric_statistics", get_metric_statistics),
    "ListMetrics": ("_list_metrics", list_metrics),
}
_TIMES = ("StartTime", "EndTime")


class Metrics:
    """Puts the store into MiniStack's CloudWatch."""

    def __init__(self, cloudwatch: Any, store: MetricStore, scope: Callable[[], Scope]) -> None:
        self._cloudwatch = cloudwatch
        self._store = store
        self._scope = scope
        cloudwatch._store_datum = self._put
        cloudwatch.record_metric = self._record
        cloudwatch._evict_old_metrics = lambda: None
        for name, (replaced, operation) in _OPERATIONS.items():
            setattr(cloudwatch, replaced, partial(self._answer, name, operation))

    def _put(
        self,
        namespace: str,
        name: str,
        dimensions: Mapping[str, str],
        when: float,
        unit: str,
        value: float | None,
        values: list[float] | None,
        counts: list[float] | None,
        statistics: Mapping[str, float] | None,
    ) -> None:
        """Keep one datum of PutMetricData."""
        wanted = metric(namespace, name, dimensions)
        add = partial(self._store.add, self._scope(), wanted, when, unit=unit or "None")
        if values is not None:
            samples = list(zip(values, counts or [1.0] * len(values), strict=True))
            add(lambda kept: kept.add_samples(samples))
        elif statistics is not None:
            known = [float(statistics[name]) for name in _SET]
            add(lambda kept: kept.add_set(*known))
        else:
            add(lambda kept: kept.add(float(value or 0)))

    def _record(
        self,
        namespace: str,
        name: str,
        value: float,
        unit: str = "None",
        dimensions: Mapping[str, str] | None = None,
    ) -> None:
        """Keep a value of one of MiniStack's services."""
        self._put(
            namespace, name, dimensions or {}, time.time(), unit, value, None, None, None
        )  # fmt: skip

    def _answer(
        self,
        name: str,
        operation: Operation,
        params: Any,
        data: Any,
        is_cbor: bool,
        is_json: bool = False,
    ) -> Any:
        """Answer a request in its own protocol."""
        if is_cbor:
            message = "The local AWS does not read CBOR; use the JSON or the Query protocol"
            return self._cloudwatch._error("UnsupportedOperation", message, 400, True)
        refused = partial(self._cloudwatch._error, status=400, use_json=is_json)
        try:
            request = dict(data) if is_json else request_of(name, params)
            for member in _TIMES:
                if member in request:
                    request[member] = self._time(request[member])
            answer = operation(self._store, self._scope(), request)
        except (KeyError, TypeError) as error:
            return refused("MissingParameter", f"{error} is missing or no such value")
        except ValueError as error:
            return refused("ValidationError", str(error))
        return encoded(name, answer, is_json=is_json)

    def _time(self, value: Any) -> datetime:
        seconds = self._cloudwatch._parse_ts(value)
        if seconds is None:
            raise ValueError(f"{value} is no timestamp")
        return datetime.fromtimestamp(seconds, UTC)

"""GetMetricData: statistics of metrics, and metric math on them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lockgate.local.metrics.expressions import Context, Search, value_of
from lockgate.local.metrics.labels import label
from lockgate.local.metrics.requests import Times, moment, named_metric, read
from lockgate.local.metrics.search import search
from lockgate.local.metrics.series_math import Array, Line, Value
from lockgate.local.metrics.store import MetricStore
from lockgate.local.metrics.syntax import ExpressionError, used_ids
from lockgate.local.protocol.scope import Scope

MOST_QUERIES = 500
DEFAULT_PERIOD_S = 60
_ID = re.compile(r"[a-z][a-zA-Z0-9_]{0,254}")
Query = Mapping[str, Any]


def get_metric_data(store: MetricStore, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer GetMetricData; times are datetimes.

    Raises:
        ValueError: the request is not one that CloudWatch would answer, or uses metric math that
            is not emulated.
    """
    queries: Sequence[Query] = request.get("MetricDataQueries") or []
    _check(queries)
    calculation = _Calculation(store, scope, request, queries)
    is_ascending = request.get("ScanBy") == "TimestampAscending"
    results = [
        _result(query, line, is_ascending=is_ascending)
        for query in queries
        if query.get("ReturnData", True)
        for line in calculation.lines(query)
    ]
    return {"MetricDataResults": results, "Messages": []}


def _check(queries: Sequence[Query]) -> None:
    if not 0 < len(queries) <= MOST_QUERIES:
        raise ValueError(f"MetricDataQueries has {len(queries)} members; 1 to {MOST_QUERIES} fit.")
    for query in queries:
        if not _ID.fullmatch(query["Id"]):
            raise ValueError(
                f"The value {query['Id']} for parameter Id is not matching the expected pattern "
                f"{_ID.pattern}"
            )
        if ("Expression" in query) == ("MetricStat" in query):
            raise ValueError(f"{query['Id']} needs either Expression or MetricStat.")
    if len({query["Id"] for query in queries}) < len(queries):
        raise ValueError("The values for parameter Id in MetricDataQueries are not unique.")


class _Calculation:
    """Calculates each query once, those first that others use."""

    def __init__(
        self,
        store: MetricStore,
        scope: Scope,
        request: Mapping[str, Any],
        queries: Sequence[Query],
    ) -> None:
        self._store = store
        self._scope = scope
        self._span = request["StartTime"], request["EndTime"]
        self._queries = {query["Id"]: query for query in queries}
        self._values: dict[str, Value] = {}
        self._labels = {
            query["Id"]: query.get("Label") or query["MetricStat"]["Metric"]["MetricName"]
            for query in queries
            if "MetricStat" in query
        }
        self._under_way: list[str] = []

    def lines(self, query: Query) -> Array:
        """The series of a query, with their labels."""
        value = self._value(query["Id"])
        if isinstance(value, dict):
            own = query.get("Label") or self._labels.get(query["Id"]) or query["Id"]
            value = (Line(own, value),)
        if not isinstance(value, tuple):
            what = "it gives a number; TIME_SERIES() makes a series of one"
            raise ExpressionError(query["Expression"], what)
        return tuple(Line(label(query, line), line.series) for line in value)

    def _value(self, name: str) -> Value:
        if name not in self._values:
            if name in self._under_way:
                raise ValueError(f"The expressions of {', '.join(self._under_way)} form a circle.")
            self._under_way.append(name)
            query = self._queries[name]
            self._values[name] = (
                self._expression(query) if "Expression" in query else self._metric(query)
            )
            self._under_way.pop()
        return self._values[name]

    def _metric(self, query: Query) -> Value:
        stat = query["MetricStat"]
        times = Times(*self._span, int(stat["Period"]))
        wanted = named_metric(stat["Metric"])
        return read(self._store, self._scope, wanted, times, [stat["Stat"]])[stat["Stat"]]

    def _expression(self, query: Query) -> Value:
        used = sorted(used_ids(query["Expression"]) & self._queries.keys())
        all_metrics = "METRICS" in query["Expression"]
        needed = {*used, *(self._labels if all_metrics else ())}
        values = {name: self._value(name) for name in sorted(needed)}
        period = self._period(query, needed)
        times = Times(*self._span, period).starts
        labels = {name: text for name, text in self._labels.items() if name in values}
        context = Context(values, labels, times, period, self._searching())
        return value_of(query["Expression"], context)

    def _period(self, query: Query, needed: set[str]) -> int:
        """The longest period of what an expression uses."""
        if "Period" in query:
            return int(query["Period"])
        periods = []
        for name in needed:
            other = self._queries[name]
            stat = other.get("MetricStat")
            inner = used_ids(other["Expression"]) & self._queries.keys() if not stat else set()
            periods.append(int(stat["Period"]) if stat else self._period(other, inner))
        return max(periods, default=DEFAULT_PERIOD_S)

    def _searching(self) -> Search:
        def find(text: str, called: str, period: int) -> Array:
            times = Times(*self._span, period)
            return search(self._store, self._scope, text, called, times)

        return find


def _result(query: Query, line: Line, *, is_ascending: bool) -> dict[str, Any]:
    times = sorted(line.series, reverse=not is_ascending)
    return {
        "Id": query["Id"],
        "Label": line.label,
        "Timestamps": [moment(time) for time in times],
        "Values": [float(line.series[time]) for time in times],
        "StatusCode": "Complete",
    }

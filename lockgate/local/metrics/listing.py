"""ListMetrics and GetMetricStatistics."""

import time
from collections.abc import Mapping
from typing import Any

from lockgate.local.metrics.requests import Times, moment, named_metric, read
from lockgate.local.metrics.store import Metric, MetricStore
from lockgate.local.protocol.scope import Scope

PAGE = 500
MOST_DATAPOINTS = 1440
RECENT_S = 3 * 3600.0


def list_metrics(store: MetricStore, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer ListMetrics.

    Raises:
        ValueError: RecentlyActive is none that there is.
    """
    active = request.get("RecentlyActive")
    if active not in {None, "PT3H"}:
        raise ValueError(f"RecentlyActive is {active}; it must be PT3H.")
    since = time.time() - RECENT_S if active else None
    known = store.metrics(scope, since=since)
    found = sorted(
        (one for one in known if _matches(one, request)),
        key=lambda one: (one.namespace, one.name, one.dimensions),
    )
    first = int(request.get("NextToken") or 0)
    page = {"Metrics": [_described(one) for one in found[first : first + PAGE]]}
    return page | ({"NextToken": str(first + PAGE)} if first + PAGE < len(found) else {})


def _matches(metric: Metric, request: Mapping[str, Any]) -> bool:
    if request.get("Namespace") not in {None, metric.namespace}:
        return False
    if request.get("MetricName") not in {None, metric.name}:
        return False
    dimensions = dict(metric.dimensions)
    return all(
        one["Name"] in dimensions
        and one.get("Value", dimensions[one["Name"]]) == dimensions[one["Name"]]
        for one in request.get("Dimensions") or ()
    )


def _described(metric: Metric) -> dict[str, Any]:
    dimensions = [{"Name": name, "Value": value} for name, value in metric.dimensions]
    return {"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": dimensions}


def get_metric_statistics(
    store: MetricStore, scope: Scope, request: Mapping[str, Any]
) -> dict[str, Any]:
    """Answer GetMetricStatistics; times are datetimes.

    Raises:
        ValueError: the request is not one that CloudWatch would answer.
    """
    basic, extended = request.get("Statistics") or [], request.get("ExtendedStatistics") or []
    if not basic and not extended:
        raise ValueError("Must specify either Statistics or ExtendedStatistics.")
    times = Times(request["StartTime"], request["EndTime"], int(request["Period"]))
    if len(times.starts) > MOST_DATAPOINTS:
        raise ValueError(
            f"You have requested up to {len(times.starts)} datapoints, which exceeds the limit of "
            f"{MOST_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or "
            "decreasing the time range."
        )
    wanted = named_metric(request)
    unit = store.unit(scope, wanted)
    series = read(store, scope, wanted, times, [*basic, *extended])
    starts = sorted({start for one in series.values() for start in one})
    if request.get("Unit") not in {None, unit}:
        starts = []  # CloudWatch converts no units
    points = []
    for start in starts:
        point: dict[str, Any] = {"Timestamp": moment(start), "Unit": unit}
        point |= {name: series[name][start] for name in basic if start in series[name]}
        more = {name: series[name][start] for name in extended if start in series[name]}
        points.append(point | ({"ExtendedStatistics": more} if more else {}))
    return {"Label": wanted.name, "Datapoints": points}

"""Statistics of CloudWatch metrics, many with one request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lockgate.errors import CommandError

MOST_QUERIES = 500
"""Of one GetMetricData request.
Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html"""
UNANSWERED = ("InternalError", "Forbidden")

Series = dict[datetime, float]
"""Values by the start of their period; a period without data is not there."""


@dataclass(frozen=True)
class Metric:
    """One statistic of one metric."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str
    """`Sum`, `Maximum`, `p95`."""


@dataclass(frozen=True)
class Span:
    """A time of whole minutes, in UTC; its end is the first minute that is not part of it."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        """How long it is."""
        return int((self.end - self.start).total_seconds())


def read_metrics(
    client: Any, metrics: Sequence[Metric], span: Span, *, period_s: int
) -> dict[Metric, Series]:
    """Ask CloudWatch for metrics.

    Args:
        client: of CloudWatch.
        metrics: what to ask for.
        span: the time to ask for.
        period_s: seconds of each value. The first period begins where the span does.

    Raises:
        CommandError: CloudWatch could not read one of them.
        ClientError: it refused the request.
    """
    found: dict[Metric, Series] = {metric: {} for metric in metrics}
    for start in range(0, len(metrics), MOST_QUERIES):
        batch = {f"m{n}": one for n, one in enumerate(metrics[start : start + MOST_QUERIES])}
        queries = [_query(name, metric, period_s) for name, metric in batch.items()]
        for result in _results(client, queries, span):
            metric = batch[result["Id"]]
            _require_read(metric, result)
            found[metric].update(zip(result["Timestamps"], result["Values"], strict=True))
    return found


def _query(name: str, metric: Metric, period_s: int) -> dict[str, Any]:
    dimensions = [{"Name": key, "Value": value} for key, value in metric.dimensions]
    asked = {"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": dimensions}
    statistic = {"Metric": asked, "Period": period_s, "Stat": metric.statistic}
    return {"Id": name, "MetricStat": statistic}


def _results(
    client: Any, queries: Sequence[Mapping[str, Any]], span: Span
) -> Iterator[dict[str, Any]]:
    """Yield the results of all pages; a metric may come in several."""
    asked = {"MetricDataQueries": queries, "StartTime": span.start, "EndTime": span.end}
    while True:
        page = client.get_metric_data(**asked)
        yield from page["MetricDataResults"]
        if "NextToken" not in page:
            return
        asked["NextToken"] = page["NextToken"]


def _require_read(metric: Metric, result: Mapping[str, Any]) -> None:
    status = result.get("StatusCode")
    if status in UNANSWERED:
        said = "".join(f": {one['Value']}" for one in result.get("Messages", []))
        raise CommandError(f"CloudWatch could not read {metric.name} ({status}){said}")

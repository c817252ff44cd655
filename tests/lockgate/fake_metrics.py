"""CloudWatch and SageMaker's control plane in memory, for code that reads figures."""

from datetime import UTC, datetime
from typing import Any

from tests.lockgate.fakes import refusal

NOW = datetime(2026, 11, 22, 10, 30, 20, tzinfo=UTC)
MINUTE = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
"""The present one."""


class FakeMetrics:
    """CloudWatch with statistics as they were put, whatever the period."""

    def __init__(self) -> None:
        self.values: dict[tuple[Any, ...], dict[datetime, float]] = {}
        self.asked: list[dict[str, Any]] = []

    def put(
        self,
        name: str,
        value: float,
        *where: str,
        statistic: str = "Sum",
        at: datetime = MINUTE,
        namespace: str = "Lockgate",
    ) -> None:
        """Keep a statistic of an endpoint and, if named, a variant."""
        dimensions = tuple(zip(("EndpointName", "VariantName"), where, strict=False))
        self.values.setdefault((namespace, name, dimensions, statistic), {})[at] = value

    def get_metric_data(self, **asked: Any) -> dict[str, Any]:
        self.asked.append(asked)
        span = asked["StartTime"], asked["EndTime"]
        return {"MetricDataResults": [self._result(one, *span) for one in asked[QUERIES]]}

    def _result(self, query: dict[str, Any], start: datetime, end: datetime) -> dict[str, Any]:
        stat, metric = query["MetricStat"], query["MetricStat"]["Metric"]
        dimensions = tuple((one["Name"], one["Value"]) for one in metric["Dimensions"])
        key = metric["Namespace"], metric["MetricName"], dimensions, stat["Stat"]
        known = {at: v for at, v in self.values.get(key, {}).items() if start <= at < end}
        times, values = list(known), list(known.values())
        return {"Id": query["Id"], "Timestamps": times, "Values": values, "StatusCode": "Complete"}


QUERIES = "MetricDataQueries"


class FakeEndpoints:
    """SageMaker with endpoints by name."""

    def __init__(self, **described: dict[str, Any]) -> None:
        self.described = {name.replace("_", "-"): one for name, one in described.items()}

    def describe_endpoint(self, *, EndpointName: str) -> dict[str, Any]:  # noqa: N803 - boto3's
        if EndpointName not in self.described:
            raise refusal("ValidationException", f'Could not find endpoint "{EndpointName}".')
        return self.described[EndpointName]


def serving(*names: str, count: int = 1, **more: Any) -> dict[str, Any]:
    """What DescribeEndpoint answers for an endpoint in service with these variants."""
    variants = [
        {"VariantName": name, "CurrentInstanceCount": count, "DesiredInstanceCount": count}
        for name in names
    ]
    return {"EndpointStatus": "InService", "ProductionVariants": variants, **more}

"""The CloudWatch metrics behind the predefined metrics of endpoint variants (AS-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lockgate.local.autoscaling.variants import INSTANCES, PROVISIONED_CONCURRENCY, names_in

NAMESPACE = "AWS/SageMaker"


@dataclass(frozen=True)
class Predefined:
    """One predefined metric."""

    name: str
    """Of the CloudWatch metric."""
    statistic: str
    period: int
    """Seconds."""
    dimension: str
    """The scalable dimension that it is for."""


PREDEFINED = {
    "SageMakerVariantInvocationsPerInstance": Predefined(
        "InvocationsPerInstance", "Sum", 60, INSTANCES
    ),
    "SageMakerVariantConcurrentRequestsPerModelHighResolution": Predefined(
        "ConcurrentRequestsPerModel", "Average", 10, INSTANCES
    ),
    "SageMakerVariantProvisionedConcurrencyUtilization": Predefined(
        "ServerlessProvisionedConcurrencyUtilization", "Average", 60, PROVISIONED_CONCURRENCY
    ),
}


def alarm_metric(tracking: Mapping[str, Any], resource: str) -> dict[str, Any]:
    """The members of PutMetricAlarm that name the metric of a target tracking configuration."""
    chosen = tracking.get("PredefinedMetricSpecification")
    if chosen is not None:
        return _predefined(PREDEFINED[chosen["PredefinedMetricType"]], resource)
    custom = tracking["CustomizedMetricSpecification"]
    if "Metrics" in custom:
        return {"Metrics": [_query(query) for query in custom["Metrics"]]}
    members = {name: custom[name] for name in ("Namespace", "MetricName", "Statistic")}
    unit = {"Unit": custom["Unit"]} if "Unit" in custom else {}
    return members | unit | {"Dimensions": list(custom.get("Dimensions", [])), "Period": 60}


def _predefined(metric: Predefined, resource: str) -> dict[str, Any]:
    names = names_in(resource)
    assert names is not None  # noqa: S101  (checked when the target was registered)
    dimensions = zip(("EndpointName", "VariantName"), names, strict=True)
    return {
        "Namespace": NAMESPACE,
        "MetricName": metric.name,
        "Statistic": metric.statistic,
        "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions],
        "Period": metric.period,
    }


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    """A metric of metric math as an alarm has it: with its period."""
    if "MetricStat" not in query:
        return dict(query)
    return {**query, "MetricStat": {**query["MetricStat"], "Period": 60}}

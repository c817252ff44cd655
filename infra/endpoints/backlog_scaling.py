"""Scaling of an async variant by its backlog, down to no instance and back.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html (ASY-07).
"""

from typing import Any

from infra.config.endpoints import ServedVariant
from infra.config.endpoints.asynchronous import AsyncScale
from infra.endpoints.metrics import NAMESPACE
from infra.endpoints.scaling import track
from infra.endpoints.variant_scaling import VariantScaling

BACKLOG = "ApproximateBacklogSizePerInstance"
WITHOUT_CAPACITY = "HasBacklogWithoutCapacity"
WAKE_UP_COOLDOWN_S = 300


def scaled_by_backlog(
    variant: ServedVariant, scale: AsyncScale, *, endpoint_name: str
) -> VariantScaling:
    """Keep the backlog of each instance at its target, between two instance counts.

    With no instance there is no backlog per instance to track, so from zero an alarm takes the
    first step.
    """
    policies = [_tracking(scale, endpoint_name)]
    if scale.min == 0:
        policies.append(_wake_up(endpoint_name))
    return VariantScaling(
        variant=variant.name,
        instance=variant.instance or "",
        least=scale.min,
        most=scale.max,
        policies=policies if scale.follows_load else (),
    )


def _tracking(scale: AsyncScale, endpoint_name: str) -> dict[str, Any]:
    metric = {
        "MetricName": BACKLOG,
        "Namespace": NAMESPACE,
        "Statistic": "Average",
        "Dimensions": _of_endpoint(endpoint_name),
    }
    return track(
        "Backlog", scale.backlog_per_instance, scale, {"CustomizedMetricSpecification": metric}
    )


def _wake_up(endpoint_name: str) -> dict[str, Any]:
    """One instance more when the alarm rings."""
    return {
        "PolicyName": "WakeUp",
        "PolicyType": "StepScaling",
        "StepScalingPolicyConfiguration": {
            "AdjustmentType": "ChangeInCapacity",
            "MetricAggregationType": "Average",
            "Cooldown": WAKE_UP_COOLDOWN_S,
            "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
        },
        "Alarm": _without_capacity(endpoint_name),
    }


def _without_capacity(endpoint_name: str) -> dict[str, Any]:
    return {
        "AlarmName": f"{endpoint_name}-{WITHOUT_CAPACITY}",
        "AlarmDescription": f"{endpoint_name}: requests wait, and there is no instance",
        "Namespace": NAMESPACE,
        "MetricName": WITHOUT_CAPACITY,
        "Dimensions": _of_endpoint(endpoint_name),
        "Statistic": "Average",
        "Period": 60,
        "EvaluationPeriods": 2,
        "DatapointsToAlarm": 2,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "missing",
    }


def _of_endpoint(endpoint_name: str) -> list[dict[str, str]]:
    return [{"Name": "EndpointName", "Value": endpoint_name}]

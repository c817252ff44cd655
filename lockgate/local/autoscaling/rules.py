"""What Application Auto Scaling refuses for SageMaker; ids as in the table of limits."""

import re
from typing import Any

from lockgate.local.protocol.errors import invalid, not_emulated
from lockgate.local.protocol.json_service import Request

_VARIANT = re.compile(r"endpoint/[A-Za-z0-9-]+/variant/[A-Za-z0-9-]+")
_DIMENSION = "sagemaker:variant:DesiredInstanceCount"
_METRICS = {
    "SageMakerVariantInvocationsPerInstance",
    "SageMakerVariantConcurrentRequestsPerModelHighResolution",
}


def check_target(settings: Request) -> None:
    """Refuse a target that is no real-time variant (AS-01), or has odd capacities (AS-03)."""
    if settings["ServiceNamespace"] != "sagemaker":
        raise not_emulated("application-autoscaling", f"for {settings['ServiceNamespace']}")
    if settings["ScalableDimension"] != _DIMENSION:
        raise not_emulated("application-autoscaling", f"for {settings['ScalableDimension']}")
    if not _VARIANT.fullmatch(settings["ResourceId"]):
        raise invalid(
            f"Unsupported service namespace, resource type or scalable dimension: "
            f"{settings['ResourceId']} is not endpoint/NAME/variant/NAME."
        )
    for member in ("MinCapacity", "MaxCapacity"):
        if member not in settings:
            raise invalid(f"{member} must be specified when registering a new scalable target.")
    low, high = settings["MinCapacity"], settings["MaxCapacity"]
    if low > high:
        raise invalid("Maximum capacity cannot be less than minimum capacity")
    if low < 1:
        raise invalid("Minimum capacity must be at least 1 for a real-time production variant.")


def check_policy(policy: dict[str, Any] | Request) -> None:
    """Refuse a policy without its configuration, or with a metric of other resources (AS-02)."""
    kind = policy.get("PolicyType", "StepScaling")
    if kind == "PredictiveScaling":
        raise not_emulated("application-autoscaling", "predictive scaling")
    member = f"{kind.removesuffix('Scaling')}ScalingPolicyConfiguration"
    if member not in policy:
        raise invalid(f"{member} must be specified for a policy of type {kind}.")
    metric = policy[member].get("PredefinedMetricSpecification", {}).get("PredefinedMetricType")
    if metric is not None and metric not in _METRICS:
        raise invalid(f"{metric} is not a metric of {_DIMENSION}.")

"""What Application Auto Scaling refuses of a scaling policy; ids as in the table of limits."""

from lockgate.local.alarms.definition import check_metrics
from lockgate.local.autoscaling.predefined import PREDEFINED
from lockgate.local.autoscaling.step_rules import check_steps
from lockgate.local.protocol.errors import invalid, not_emulated
from lockgate.local.protocol.json_service import Request

_CONFIGURATIONS = {
    "StepScaling": "StepScalingPolicyConfiguration",
    "TargetTrackingScaling": "TargetTrackingScalingPolicyConfiguration",
}


def check_policy(policy: Request) -> None:
    """Refuse a policy without its configuration, or with one that does not fit its target."""
    kind = policy.get("PolicyType", "StepScaling")
    if kind not in _CONFIGURATIONS:
        raise not_emulated("application-autoscaling", "predictive scaling")
    for other, member in _CONFIGURATIONS.items():
        if other == kind and member not in policy:
            raise invalid(f"{member} must be specified for a policy of type {kind}.")
        if other != kind and member in policy:
            raise invalid(f"{member} is not for a policy of type {kind}.")
    if kind == "StepScaling":
        check_steps(policy["StepScalingPolicyConfiguration"])
    else:
        _check_tracking(policy)


def _check_tracking(policy: Request) -> None:
    tracking = policy["TargetTrackingScalingPolicyConfiguration"]
    predefined = tracking.get("PredefinedMetricSpecification")
    custom = tracking.get("CustomizedMetricSpecification")
    if (predefined is None) == (custom is None):
        raise invalid(
            "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must "
            "be specified."
        )
    if tracking["TargetValue"] <= 0:
        raise invalid(f"TargetValue must be greater than 0; it is {tracking['TargetValue']:g}.")
    if predefined is not None:
        _check_predefined(policy["ScalableDimension"], predefined)
    else:
        _check_custom(custom)


def _check_predefined(dimension: str, predefined: Request) -> None:
    """Refuse a metric of other resources, or of the other dimension (AS-02).

    SageMakerVariantInvocationsPerInstance is accepted for an asynchronous variant too, as on AWS,
    where it never has a value (ASY-08).
    """
    name = predefined["PredefinedMetricType"]
    supported = [known for known, metric in PREDEFINED.items() if metric.dimension == dimension]
    if name not in supported:
        raise invalid(
            f"Scalable dimension {dimension} only supports the following predefined metric types: "
            f"{', '.join(supported)}"
        )
    if "ResourceLabel" in predefined:
        raise invalid(f"ResourceLabel is not for the metric {name}.")


def _check_custom(custom: Request) -> None:
    if "Metrics" not in custom:
        for member in ("MetricName", "Namespace", "Statistic"):
            if member not in custom:
                raise invalid(f"{member} must be specified in a CustomizedMetricSpecification.")
        return
    try:
        check_metrics(custom["Metrics"])
    except ValueError as error:
        raise invalid(str(error)) from error

"""Target tracking of a variant's instance count by its load."""

from typing import Any

from infra.config.endpoints import ServedVariant
from infra.config.scale import Scale
from infra.endpoints.variant_scaling import VariantScaling

CONCURRENCY = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
INVOCATIONS = "SageMakerVariantInvocationsPerInstance"


def scaled_by_load(variant: ServedVariant, scale: Scale) -> VariantScaling:
    """Keep the load of each instance at its target, between two instance counts."""
    return VariantScaling(
        variant=variant.name,
        instance=variant.instance or "",
        least=scale.min,
        most=scale.max,
        policies=_policies(scale) if scale.follows_load else (),
    )


def track(name: str, target: int, scale: Any, metric: dict[str, Any]) -> dict[str, Any]:
    """A policy that keeps a metric at its target.

    Args:
        name: of the policy.
        target: of the metric.
        scale: says how long to wait between changes of the count.
        metric: which one, as a member of the policy's configuration.
    """
    return {
        "PolicyName": name,
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": target,
            **metric,
            "ScaleInCooldown": int(scale.scale_in_cooldown.total_seconds()),
            "ScaleOutCooldown": int(scale.scale_out_cooldown.total_seconds()),
        },
    }


def _policies(scale: Scale) -> list[dict[str, Any]]:
    """A policy for each metric. With both, the one that asks for more instances wins."""
    wanted = [
        ("Concurrency", CONCURRENCY, scale.concurrent_requests_per_instance),
        ("Invocations", INVOCATIONS, scale.invocations_per_instance_per_minute),
    ]
    return [
        track(
            name,
            target,
            scale,
            {"PredefinedMetricSpecification": {"PredefinedMetricType": metric}},
        )
        for name, metric, target in wanted
        if target is not None
    ]

"""Target tracking of a variant's instance count by its load."""

from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.scale import Scale
from infra.endpoints.hosted_variant import part_of_variant
from infra.endpoints.scalable import ScalableVariant

CONCURRENCY = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
INVOCATIONS = "SageMakerVariantInvocationsPerInstance"

TargetTracking = autoscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty
Metric = autoscaling.CfnScalingPolicy.PredefinedMetricSpecificationProperty


def scale_by_load(
    scope: Construct,
    variant: str,
    scale: Scale,
    *,
    endpoint_name: str,
    endpoint: sagemaker.CfnEndpoint,
) -> ScalableVariant:
    """Keep the load of each instance at its target, between two instance counts."""
    scaling = ScalableVariant(
        scope,
        part_of_variant(variant, "Scaling"),
        endpoint_name=endpoint_name,
        endpoint=endpoint,
        variant=variant,
        least=scale.min,
        most=scale.max,
    )
    for metric, value in _targets(scale):
        name = "Concurrency" if metric == CONCURRENCY else "Invocations"
        scaling.track(name, _tracking(metric, value, scale))
    return scaling


def _tracking(metric: str, value: int, scale: Scale) -> TargetTracking:
    return TargetTracking(
        target_value=value,
        predefined_metric_specification=Metric(predefined_metric_type=metric),
        scale_in_cooldown=scale.scale_in_cooldown.total_seconds(),
        scale_out_cooldown=scale.scale_out_cooldown.total_seconds(),
    )


def _targets(scale: Scale) -> list[tuple[str, int]]:
    """Metrics to track. With both, the one that asks for more instances wins."""
    wanted = [
        (CONCURRENCY, scale.concurrent_requests_per_instance),
        (INVOCATIONS, scale.invocations_per_instance_per_minute),
    ]
    return [(metric, value) for metric, value in wanted if value is not None]

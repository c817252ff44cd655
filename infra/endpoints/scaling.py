"""Target tracking of a variant's instance count."""

from aws_cdk import aws_applicationautoscaling as autoscaling
from constructs import Construct

from infra.config.scale import Scale

DIMENSION = "sagemaker:variant:DesiredInstanceCount"
CONCURRENCY = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
INVOCATIONS = "SageMakerVariantInvocationsPerInstance"

TargetTracking = autoscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty
Metric = autoscaling.CfnScalingPolicy.PredefinedMetricSpecificationProperty


class VariantScaling(Construct):
    """Keeps the load of each instance at its target, between two instance counts.

    The role is the service-linked one of Application Auto Scaling, which AWS creates.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, endpoint_name: str, variant: str, scale: Scale
    ) -> None:
        super().__init__(scope, construct_id)
        target = autoscaling.CfnScalableTarget(
            self,
            "Target",
            service_namespace="sagemaker",
            scalable_dimension=DIMENSION,
            resource_id=f"endpoint/{endpoint_name}/variant/{variant}",
            min_capacity=scale.min,
            max_capacity=scale.max,
        )
        for metric, value in _targets(scale):
            self._track(target, metric, value, scale)

    def _track(
        self, target: autoscaling.CfnScalableTarget, metric: str, value: int, scale: Scale
    ) -> None:
        name = "Concurrency" if metric == CONCURRENCY else "Invocations"
        autoscaling.CfnScalingPolicy(
            self,
            name,
            policy_name=name,
            policy_type="TargetTrackingScaling",
            scaling_target_id=target.ref,
            target_tracking_scaling_policy_configuration=TargetTracking(
                target_value=value,
                predefined_metric_specification=Metric(predefined_metric_type=metric),
                scale_in_cooldown=scale.scale_in_cooldown.total_seconds(),
                scale_out_cooldown=scale.scale_out_cooldown.total_seconds(),
            ),
        )


def _targets(scale: Scale) -> list[tuple[str, int]]:
    """Metrics to track. With both, the one that asks for more instances wins."""
    wanted = [
        (CONCURRENCY, scale.concurrent_requests_per_instance),
        (INVOCATIONS, scale.invocations_per_instance_per_minute),
    ]
    return [(metric, value) for metric, value in wanted if value is not None]

"""A variant whose instance count Application Auto Scaling changes."""

from typing import Any

from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

DIMENSION = "sagemaker:variant:DesiredInstanceCount"

Policy = autoscaling.CfnScalingPolicy
TargetTracking = Policy.TargetTrackingScalingPolicyConfigurationProperty
StepScaling = Policy.StepScalingPolicyConfigurationProperty


class ScalableVariant(Construct):
    """A scalable target, registered once the endpoint exists, and its policies.

    The role is the service-linked one of Application Auto Scaling, which AWS creates.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        endpoint_name: str,
        endpoint: sagemaker.CfnEndpoint,
        variant: str,
        least: int,
        most: int,
    ) -> None:
        super().__init__(scope, construct_id)
        self._target = autoscaling.CfnScalableTarget(
            self,
            "Target",
            service_namespace="sagemaker",
            scalable_dimension=DIMENSION,
            resource_id=f"endpoint/{endpoint_name}/variant/{variant}",
            min_capacity=least,
            max_capacity=most,
        )
        self._target.add_resource_dependency(endpoint)
        self._target_id = self._target.ref

    def track(self, name: str, tracking: TargetTracking) -> Policy:
        """Keep a metric at its target."""
        return self._policy(
            name, "TargetTrackingScaling", target_tracking_scaling_policy_configuration=tracking
        )

    def step(self, name: str, steps: StepScaling) -> Policy:
        """Change the count by steps when an alarm calls the policy."""
        return self._policy(name, "StepScaling", step_scaling_policy_configuration=steps)

    def _policy(self, name: str, kind: str, **configuration: Any) -> Policy:
        return Policy(
            self,
            name,
            policy_name=name,
            policy_type=kind,
            scaling_target_id=self._target_id,
            **configuration,
        )

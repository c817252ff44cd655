"""Scaling of an async variant by its backlog, down to no instance and back.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html (ASY-07).
"""

from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.endpoints.asynchronous import AsyncScale
from infra.endpoints.hosted_variant import part_of_variant
from infra.endpoints.metrics import NAMESPACE
from infra.endpoints.scalable import ScalableVariant, StepScaling, TargetTracking

BACKLOG = "ApproximateBacklogSizePerInstance"
WITHOUT_CAPACITY = "HasBacklogWithoutCapacity"
WAKE_UP_COOLDOWN_S = 300

Metric = autoscaling.CfnScalingPolicy.CustomizedMetricSpecificationProperty
MetricDimension = autoscaling.CfnScalingPolicy.MetricDimensionProperty
Step = autoscaling.CfnScalingPolicy.StepAdjustmentProperty


def scale_by_backlog(
    scope: Construct,
    variant: str,
    scale: AsyncScale,
    *,
    endpoint_name: str,
    endpoint: sagemaker.CfnEndpoint,
) -> ScalableVariant:
    """Keep the backlog of each instance at its target, between two instance counts.

    With no instance there is no backlog per instance to track, so from zero an alarm takes the
    first step.
    """
    scaling = ScalableVariant(
        scope,
        part_of_variant(variant, "Scaling"),
        endpoint_name=endpoint_name,
        endpoint=endpoint,
        variant=variant,
        least=scale.min,
        most=scale.max,
    )
    scaling.track("Backlog", _tracking(scale, endpoint_name))
    if scale.min == 0:
        wake_up = scaling.step("WakeUp", _one_more())
        _alarm_without_capacity(scaling, endpoint_name, policy_arn=wake_up.ref)
    return scaling


def _tracking(scale: AsyncScale, endpoint_name: str) -> TargetTracking:
    metric = Metric(
        metric_name=BACKLOG,
        namespace=NAMESPACE,
        statistic="Average",
        dimensions=[MetricDimension(name="EndpointName", value=endpoint_name)],
    )
    return TargetTracking(
        target_value=scale.backlog_per_instance,
        customized_metric_specification=metric,
        scale_in_cooldown=scale.scale_in_cooldown.total_seconds(),
        scale_out_cooldown=scale.scale_out_cooldown.total_seconds(),
    )


def _one_more() -> StepScaling:
    return StepScaling(
        adjustment_type="ChangeInCapacity",
        metric_aggregation_type="Average",
        cooldown=WAKE_UP_COOLDOWN_S,
        step_adjustments=[Step(metric_interval_lower_bound=0, scaling_adjustment=1)],
    )


def _alarm_without_capacity(scope: Construct, endpoint_name: str, *, policy_arn: str) -> None:
    dimension = cloudwatch.CfnAlarm.DimensionProperty(name="EndpointName", value=endpoint_name)
    cloudwatch.CfnAlarm(
        scope,
        WITHOUT_CAPACITY,
        alarm_description=f"{endpoint_name}: requests wait, and there is no instance",
        namespace=NAMESPACE,
        metric_name=WITHOUT_CAPACITY,
        dimensions=[dimension],
        statistic="Average",
        period=60,
        evaluation_periods=2,
        datapoints_to_alarm=2,
        threshold=1,
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data="missing",
        alarm_actions=[policy_arn],
    )

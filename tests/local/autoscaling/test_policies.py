from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.autoscaling.conftest import RESOURCE, TARGET
from tests.local.autoscaling.test_adjustments import steps
from tests.local.in_process import InProcess

HIGH_RESOLUTION = "SageMakerVariantConcurrentRequestsPerModelHighResolution"


def predefined(name: str = HIGH_RESOLUTION, **members: Any) -> dict[str, Any]:
    return {"PredefinedMetricSpecification": {"PredefinedMetricType": name} | members}


def track(scaling: Any, **tracking: Any) -> dict[str, Any]:
    answer: dict[str, Any] = scaling.put_scaling_policy(
        **TARGET,
        PolicyName="concurrency",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={"TargetValue": 6} | tracking,
    )
    return answer


def described(scaling: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")[
        "ScalingPolicies"
    ]
    return found


@pytest.mark.usefixtures("target")
def test_a_policy_is_described_with_the_alarms_that_it_made(scaling: Any) -> None:
    put = track(scaling, **predefined())
    (policy,) = described(scaling)
    assert (policy["PolicyARN"], policy["Alarms"]) == (put["PolicyARN"], put["Alarms"])
    assert len(policy["Alarms"]) == 2
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 6


@pytest.mark.usefixtures("target")
def test_a_step_policy_is_described_with_the_alarms_that_call_it(aws: InProcess) -> None:
    answer = aws.scaling.put_scaling_policy(
        **TARGET, PolicyName="steps", StepScalingPolicyConfiguration=steps((0, None, 1))
    )
    assert answer["Alarms"] == []
    aws.alarm_book.alarms["busy"] = {
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 1.0,
        "AlarmActions": [answer["PolicyARN"]],
    }
    (policy,) = described(aws.scaling)
    assert policy["PolicyType"] == "StepScaling"
    assert [alarm["AlarmName"] for alarm in policy["Alarms"]] == ["busy"]


@pytest.mark.usefixtures("target")
def test_a_policy_that_is_put_again_stays_the_same_policy(scaling: Any) -> None:
    first, second = (track(scaling, TargetValue=value, **predefined()) for value in (6, 9))
    assert first == second
    (policy,) = described(scaling)
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 9


def test_a_policy_needs_a_target(scaling: Any) -> None:
    with pytest.raises(ClientError, match=f"No scalable target found for {RESOURCE}"):
        track(scaling, **predefined())


CUSTOM = {"MetricName": "Backlog", "Namespace": "AWS/SageMaker"}
MATH = [{"Id": "rate", "Expression": "RATE(backlog)"}]


@pytest.mark.usefixtures("target")
@pytest.mark.parametrize(
    ("tracking", "message"),
    [
        (
            predefined("SageMakerVariantProvisionedConcurrencyUtilization"),
            "only supports the following predefined metric types: SageMakerVariantInvocations",
        ),
        (predefined("ECSServiceAverageCPUUtilization"), "only supports the following predefined"),
        (predefined(ResourceLabel="app/one"), "ResourceLabel is not for the metric"),
        ({}, "Exactly one of PredefinedMetricSpecification and Customized"),
        (predefined() | {"CustomizedMetricSpecification": CUSTOM}, "Exactly one of Predefined"),
        ({"CustomizedMetricSpecification": CUSTOM}, "Statistic must be specified"),
        ({"CustomizedMetricSpecification": {"Metrics": MATH}}, "does not evaluate the metric math"),
        (predefined() | {"TargetValue": 0}, "TargetValue must be greater than 0; it is 0"),
    ],
)
def test_a_metric_that_cannot_be_tracked_is_refused(
    scaling: Any, tracking: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        track(scaling, **tracking)


@pytest.mark.usefixtures("target")
@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "StepScalingPolicyConfiguration must be specified"),
        ({"PolicyType": "PredictiveScaling"}, "does not emulate .* predictive scaling"),
        (
            {"PolicyType": "TargetTrackingScaling", "StepScalingPolicyConfiguration": {}},
            "StepScalingPolicyConfiguration is not for a policy of type TargetTracking",
        ),
        (
            {"StepScalingPolicyConfiguration": steps((0, 5, 1), (9, None, 2))},
            "StepAdjustment intervals can't have gaps",
        ),
    ],
)
def test_a_policy_without_its_configuration_is_refused(
    scaling: Any, members: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        scaling.put_scaling_policy(**TARGET, PolicyName="steps", **members)


@pytest.mark.usefixtures("target")
def test_a_policy_keeps_its_type(scaling: Any) -> None:
    track(scaling, **predefined())
    with pytest.raises(ClientError, match="type of policy concurrency is TargetTrackingScaling"):
        scaling.put_scaling_policy(
            **TARGET, PolicyName="concurrency", StepScalingPolicyConfiguration=steps((0, None, 1))
        )


@pytest.mark.usefixtures("target")
def test_a_deleted_policy_is_gone_with_its_alarms(aws: InProcess) -> None:
    track(aws.scaling, **predefined())
    aws.scaling.delete_scaling_policy(**TARGET, PolicyName="concurrency")
    assert aws.alarm_book.alarms == {}
    with pytest.raises(ClientError, match="No scaling policy found for concurrency"):
        aws.scaling.delete_scaling_policy(**TARGET, PolicyName="concurrency")


@pytest.mark.usefixtures("target")
def test_a_deregistered_target_takes_its_policies_along(aws: InProcess) -> None:
    track(aws.scaling, **predefined())
    aws.scaling.deregister_scalable_target(**TARGET)
    assert (described(aws.scaling), aws.alarm_book.alarms) == ([], {})


@pytest.mark.usefixtures("target")
def test_a_deleted_endpoint_leaves_no_alarm(aws: InProcess) -> None:
    track(aws.scaling, **predefined())
    aws.sagemaker.delete_endpoint(EndpointName="chat")
    assert aws.alarm_book.alarms == {}

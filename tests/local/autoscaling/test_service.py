from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.autoscaling.conftest import RESOURCE, TARGET
from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_config

METRIC = "SageMakerVariantConcurrentRequestsPerModelHighResolution"


def put_policy(scaling: Any, metric: str = METRIC, **members: Any) -> dict[str, Any]:
    tracking = {
        "TargetValue": 6,
        "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
    }
    answer: dict[str, Any] = scaling.put_scaling_policy(
        **TARGET | members,
        PolicyName="concurrency",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=tracking,
    )
    return answer


def targets(scaling: Any) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")[
        "ScalableTargets"
    ]
    return listed


def test_a_target_is_described_as_it_was_registered(scaling: Any, target: str) -> None:
    (described,) = targets(scaling)
    assert described["ScalableTargetARN"] == target
    assert (described["MinCapacity"], described["MaxCapacity"]) == (1, 3)
    assert described["RoleARN"].endswith(
        "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
    )


def test_registering_again_changes_what_is_given(scaling: Any, target: str) -> None:
    scaling.register_scalable_target(**TARGET, MaxCapacity=5)
    (described,) = targets(scaling)
    assert (described["MinCapacity"], described["MaxCapacity"]) == (1, 5)
    assert described["ScalableTargetARN"] == target


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"MinCapacity": 2, "MaxCapacity": 1}, "Maximum capacity cannot be less than minimum"),
        ({"MinCapacity": 0, "MaxCapacity": 1}, "must be at least 1"),
        ({"MinCapacity": 1}, "MaxCapacity must be specified"),
        (
            {"MinCapacity": 1, "MaxCapacity": 1, "ResourceId": "endpoint/other/variant/primary"},
            "No SageMaker endpoint variant found",
        ),
        (
            {"MinCapacity": 1, "MaxCapacity": 1, "ResourceId": "chat"},
            "chat is not endpoint/NAME/variant/NAME",
        ),
        (
            {"MinCapacity": 1, "MaxCapacity": 1, "ServiceNamespace": "ecs"},
            "does not emulate application-autoscaling for ecs",
        ),
    ],
)
def test_a_target_that_cannot_scale_is_refused(
    scaling: Any, members: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        scaling.register_scalable_target(**TARGET | members)


@pytest.mark.usefixtures("target")
def test_a_policy_is_described_with_the_alarms_that_it_made(scaling: Any) -> None:
    put = put_policy(scaling)
    (policy,) = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    assert (policy["PolicyARN"], policy["Alarms"]) == (put["PolicyARN"], put["Alarms"])
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 6


def test_a_policy_needs_a_target(scaling: Any) -> None:
    with pytest.raises(ClientError, match=f"No scalable target found for {RESOURCE}"):
        put_policy(scaling)


@pytest.mark.usefixtures("target")
def test_a_metric_of_another_resource_is_refused(scaling: Any) -> None:
    with pytest.raises(ClientError, match="is not a metric of sagemaker:variant"):
        put_policy(scaling, "ECSServiceAverageCPUUtilization")


@pytest.mark.usefixtures("target")
def test_a_deleted_policy_is_gone(scaling: Any) -> None:
    put_policy(scaling)
    scaling.delete_scaling_policy(**TARGET, PolicyName="concurrency")
    with pytest.raises(ClientError, match="No scaling policy found for concurrency"):
        scaling.delete_scaling_policy(**TARGET, PolicyName="concurrency")


@pytest.mark.usefixtures("target")
def test_a_deregistered_target_takes_its_policies_along(scaling: Any) -> None:
    put_policy(scaling)
    scaling.deregister_scalable_target(**TARGET)
    described = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")
    assert (targets(scaling), described["ScalingPolicies"]) == ([], [])


@pytest.mark.usefixtures("target")
def test_nothing_has_ever_scaled(scaling: Any) -> None:
    activities = scaling.describe_scaling_activities(ServiceNamespace="sagemaker")
    assert activities["ScalingActivities"] == []


def test_a_made_up_token_is_refused(scaling: Any) -> None:
    with pytest.raises(ClientError, match="next token supplied is invalid"):
        scaling.describe_scalable_targets(ServiceNamespace="sagemaker", NextToken="made-up")


@pytest.mark.usefixtures("target")
def test_the_instance_type_of_a_scaled_variant_cannot_change(aws: InProcess) -> None:
    create_config(aws.sagemaker, "next", InstanceType="ml.c5.xlarge")
    message = "Deregister the scalable target endpoint/chat/variant/primary first"
    with pytest.raises(ClientError, match=message):
        aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="next")


@pytest.mark.usefixtures("target")
def test_deleting_an_endpoint_deregisters_its_variants(aws: InProcess) -> None:
    aws.sagemaker.delete_endpoint(EndpointName="chat")
    assert targets(aws.scaling) == []

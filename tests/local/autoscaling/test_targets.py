from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.autoscaling.conftest import TARGET
from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_config, variant

BOUNDS = {"MinCapacity": 1, "MaxCapacity": 3}
CONCURRENCY = "sagemaker:variant:DesiredProvisionedConcurrency"


def targets(scaling: Any) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")[
        "ScalableTargets"
    ]
    return listed


def serve(aws: InProcess, name: str, production: dict[str, Any], **config: Any) -> dict[str, Any]:
    """Bring up an endpoint; returns the identity of its scalable target."""
    aws.sagemaker.create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=[production], **config
    )
    aws.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
    aws.settle(name)
    return TARGET | {"ResourceId": f"endpoint/{name}/variant/primary"}


def serverless(aws: InProcess, **members: int) -> dict[str, Any]:
    config = {"MemorySizeInMB": 1024, "MaxConcurrency": 4} | members
    production = {"VariantName": "primary", "ModelName": "model", "ServerlessConfig": config}
    return serve(aws, "serverless", production)


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


@pytest.mark.usefixtures("target")
def test_scaling_can_be_suspended(scaling: Any) -> None:
    suspended = {"DynamicScalingInSuspended": True}
    scaling.register_scalable_target(**TARGET, SuspendedState=suspended)
    (described,) = targets(scaling)
    assert described["SuspendedState"]["DynamicScalingInSuspended"]
    assert not described["SuspendedState"]["DynamicScalingOutSuspended"]


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"MinCapacity": 2, "MaxCapacity": 1}, "Maximum capacity cannot be less than minimum"),
        ({"MinCapacity": 0}, "must be at least 1 for a real-time production variant"),
        ({"ResourceId": "endpoint/other/variant/primary"}, "No SageMaker endpoint variant found"),
        ({"ResourceId": "chat"}, "chat is not endpoint/NAME/variant/NAME"),
        ({"ServiceNamespace": "ecs"}, "does not emulate application-autoscaling for ecs"),
        (
            {"ScalableDimension": "sagemaker:inference-component:DesiredCopyCount"},
            "does not emulate application-autoscaling for sagemaker:inference-component",
        ),
        (
            {"ScalableDimension": "ecs:service:DesiredCount"},
            "ecs:service:DesiredCount is no dimension of the namespace sagemaker",
        ),
        ({"ScalableDimension": CONCURRENCY}, "which scales by sagemaker:.*DesiredInstanceCount"),
    ],
)
def test_a_target_that_cannot_scale_is_refused(
    scaling: Any, members: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        scaling.register_scalable_target(**TARGET | BOUNDS | members)


def test_a_target_without_a_maximum_is_refused(scaling: Any) -> None:
    with pytest.raises(ClientError, match="MaxCapacity must be specified"):
        scaling.register_scalable_target(**TARGET, MinCapacity=1)


def test_an_asynchronous_variant_may_scale_to_nothing(aws: InProcess) -> None:
    output = {"OutputConfig": {"S3OutputPath": "s3://bucket/answers"}}
    identity = serve(aws, "queued", variant(), AsyncInferenceConfig=output)
    aws.scaling.register_scalable_target(**identity | BOUNDS | {"MinCapacity": 0})
    assert targets(aws.scaling)[0]["MinCapacity"] == 0


def test_a_burstable_instance_cannot_be_scaled(aws: InProcess) -> None:
    identity = serve(aws, "burstable", variant(InstanceType="ml.t2.medium"))
    with pytest.raises(ClientError, match=r"Burstable instances such as ml\.t2\.medium"):
        aws.scaling.register_scalable_target(**identity, **BOUNDS)


def test_provisioned_concurrency_can_be_scaled(aws: InProcess) -> None:
    identity = serverless(aws, ProvisionedConcurrency=1) | {"ScalableDimension": CONCURRENCY}
    aws.scaling.register_scalable_target(**identity, **BOUNDS)
    assert targets(aws.scaling)[0]["ScalableDimension"] == CONCURRENCY


@pytest.mark.parametrize(
    ("provisioned", "members", "message"),
    [
        ({}, {"ScalableDimension": CONCURRENCY}, "no provisioned concurrency that could be scaled"),
        ({}, {}, f"is the provisioned concurrency .*, which scales by {CONCURRENCY}"),
        (
            {"ProvisionedConcurrency": 1},
            {"ScalableDimension": CONCURRENCY, "MinCapacity": 0},
            "must be at least 1 for the provisioned concurrency of a serverless variant",
        ),
    ],
)
def test_a_serverless_variant_scales_in_no_other_way(
    aws: InProcess, provisioned: dict[str, int], members: dict[str, Any], message: str
) -> None:
    identity = serverless(aws, **provisioned)
    with pytest.raises(ClientError, match=message):
        aws.scaling.register_scalable_target(**identity | BOUNDS | members)


def test_a_raised_minimum_adds_instances(aws: InProcess) -> None:
    aws.scaling.register_scalable_target(**TARGET | BOUNDS | {"MinCapacity": 2})
    aws.scaled()
    assert aws.settle("chat")["ProductionVariants"][0]["CurrentInstanceCount"] == 2
    activities = aws.scaling.describe_scaling_activities(**TARGET)["ScalingActivities"]
    (activity,) = activities
    assert activity["Cause"] == "minimum capacity was set to 2"
    assert (activity["StatusCode"], "EndTime" in activity) == ("Successful", True)


def test_a_raised_minimum_adds_provisioned_concurrency(aws: InProcess) -> None:
    identity = serverless(aws, ProvisionedConcurrency=1) | {"ScalableDimension": CONCURRENCY}
    aws.scaling.register_scalable_target(**identity | BOUNDS | {"MinCapacity": 2})
    aws.scaled()
    (activity,) = aws.scaling.describe_scaling_activities(**identity)["ScalingActivities"]
    assert activity["Description"] == "Setting desired provisioned concurrency to 2."
    (described,) = aws.settle("serverless")["ProductionVariants"]
    assert described["CurrentServerlessConfig"]["ProvisionedConcurrency"] == 2


@pytest.mark.usefixtures("target")
def test_nothing_has_scaled_within_the_bounds(scaling: Any) -> None:
    activities = scaling.describe_scaling_activities(ServiceNamespace="sagemaker")
    assert activities["ScalingActivities"] == []


def test_activities_that_did_not_scale_are_not_emulated(scaling: Any) -> None:
    with pytest.raises(ClientError, match=r"does not emulate .* activities that did not scale"):
        scaling.describe_scaling_activities(**TARGET, IncludeNotScaledActivities=True)


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

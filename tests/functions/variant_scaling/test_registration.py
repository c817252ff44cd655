from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from functions.variant_scaling.registration import Registration
from functions.variant_scaling.request import Variant

TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/dev-chat/variant/a",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
ARN = "arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:1:policyName/WakeUp"
STEPS: dict[str, Any] = {
    "PolicyName": "WakeUp",
    "PolicyType": "StepScaling",
    "StepScalingPolicyConfiguration": {
        "AdjustmentType": "ChangeInCapacity",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
    },
}
ALARM: dict[str, Any] = {
    "AlarmName": "dev-chat-HasBacklogWithoutCapacity",
    "EvaluationPeriods": 2,
    "ComparisonOperator": "GreaterThanOrEqualToThreshold",
}


def stubbed(service: str) -> Stubber:
    client: Any = boto3.client(service, region_name="eu-west-1")
    return Stubber(client)


@pytest.fixture
def autoscaling() -> Iterator[Stubber]:
    with stubbed("application-autoscaling") as stub:
        yield stub
    stub.assert_no_pending_responses()


@pytest.fixture
def cloudwatch() -> Iterator[Stubber]:
    with stubbed("cloudwatch") as stub:
        yield stub
    stub.assert_no_pending_responses()


@pytest.fixture
def registration(autoscaling: Stubber, cloudwatch: Stubber) -> Registration:
    return Registration("dev-chat", autoscaling.client, cloudwatch.client)


def test_variant_is_registered_with_its_policies_and_their_alarms(
    registration: Registration, autoscaling: Stubber, cloudwatch: Stubber
) -> None:
    limits = {"MinCapacity": 0, "MaxCapacity": 3}
    autoscaling.add_response("register_scalable_target", {}, {**TARGET, **limits})
    autoscaling.add_response("put_scaling_policy", {"PolicyARN": ARN}, {**TARGET, **STEPS})
    cloudwatch.add_response("put_metric_alarm", {}, {**ALARM, "AlarmActions": [ARN]})
    policies = ({**STEPS, "Alarm": ALARM},)
    registration.register("a", Variant("ml.c5.large", 0, 3, policies))


def test_variant_that_is_not_registered_is_no_error(
    registration: Registration, autoscaling: Stubber
) -> None:
    autoscaling.add_client_error(
        "deregister_scalable_target", "ObjectNotFoundException", expected_params=TARGET
    )
    registration.deregister("a")


def test_other_errors_are_not_hidden(registration: Registration, autoscaling: Stubber) -> None:
    autoscaling.add_client_error("deregister_scalable_target", "InternalServiceException")
    with pytest.raises(ClientError, match="InternalServiceException"):
        registration.deregister("a")


def test_update_that_is_under_way_is_waited_for(
    registration: Registration, autoscaling: Stubber
) -> None:
    autoscaling.add_client_error("deregister_scalable_target", "ConcurrentUpdateException")
    autoscaling.add_response("deregister_scalable_target", {}, TARGET)
    waits: list[float] = []
    replace(registration, sleep=waits.append).deregister("a")
    assert waits == [1]


def test_policies_and_alarms_that_are_gone_are_no_error(
    registration: Registration, autoscaling: Stubber, cloudwatch: Stubber
) -> None:
    autoscaling.add_client_error("delete_scaling_policy", "ObjectNotFoundException")
    cloudwatch.add_client_error("delete_alarms", "ResourceNotFound")
    registration.forget("a", policies={"WakeUp"}, alarms={"dev-chat-HasBacklogWithoutCapacity"})

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_config
from tests.local.sagemaker.rollout.conftest import begin
from tests.local.sagemaker.rollout.policies import blue_green, canary, linear, rolling, watched

pytestmark = pytest.mark.usefixtures("endpoint")
ONE = {"Type": "INSTANCE_COUNT", "Value": 1}
THREE = {"Type": "INSTANCE_COUNT", "Value": 3}


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        (canary() | rolling(), "only one update policy should be used"),
        (blue_green("CANARY"), "CanarySize is required for the traffic routing type CANARY"),
        (blue_green("LINEAR"), "LinearStepSize is required for the traffic routing type LINEAR"),
        (
            blue_green("ALL_AT_ONCE", CanarySize=ONE),
            "CanarySize is only for the traffic routing type CANARY, not ALL_AT_ONCE",
        ),
        (
            canary(51),
            r"CanarySize 51 \(CAPACITY_PERCENT\) is 51 % of the 4 instance\(s\) of variant "
            "primary; it must be at most 50 %",
        ),
        (
            blue_green("CANARY", CanarySize=THREE),
            r"CanarySize 3 \(INSTANCE_COUNT\) is 75 % of the 4 instance\(s\)",
        ),
        (linear(9), "LinearStepSize 9 .* it must be 10 to 50 %"),
        (rolling(3), "MaximumBatchSize 3 .* it must be 5 to 50 %"),
        (
            rolling(RollbackMaximumBatchSize={"Type": "INSTANCE_COUNT", "Value": 5}),
            r"RollbackMaximumBatchSize 5 \(INSTANCE_COUNT\) is more than the 4 instance\(s\)",
        ),
        (
            blue_green("CANARY", CanarySize=ONE, wait=300, termination_wait=300, timeout=600),
            "MaximumExecutionTimeoutInSeconds 600 must be larger than the total waiting time of "
            "the deployment, which is 600 seconds",
        ),
        (
            blue_green("LINEAR", LinearStepSize=ONE, wait=200, timeout=600),
            "which is 600 seconds",
        ),
        (
            rolling(2, wait=300, MaximumExecutionTimeoutInSeconds=600),
            "which is 600 seconds",
        ),
    ],
)
def test_guardrails_that_cannot_be_are_refused(
    aws: InProcess, policy: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        begin(aws, policy)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"WaitIntervalInSeconds": 3601}, "waitIntervalInSeconds"),
        ({"MaximumExecutionTimeoutInSeconds": 28801}, "maximumExecutionTimeoutInSeconds"),
        ({"MaximumBatchSize": {"Type": "CAPACITY_PERCENTAGE", "Value": 5}}, "CAPACITY_PERCENT"),
    ],
)
def test_members_outside_the_api_model_are_refused(
    aws: InProcess, members: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        begin(aws, rolling(**members))


def test_more_than_ten_alarms_are_refused(aws: InProcess) -> None:
    with pytest.raises(ClientError, match=r"autoRollbackConfiguration\.alarms"):
        begin(aws, watched(canary(), *(f"alarm-{number}" for number in range(11))))


@pytest.mark.parametrize("policy", [canary(), linear(), rolling()])
def test_other_variant_names_are_refused(aws: InProcess, policy: dict[str, Any]) -> None:
    create_config(aws.sagemaker, "renamed", VariantName="other", InitialInstanceCount=4)
    message = (
        "The new endpoint configuration has the variants other, but the endpoint has primary. "
        "They must have the same names"
    )
    with pytest.raises(ClientError, match=message):
        begin(aws, policy, "renamed")


def test_other_variant_names_come_all_at_once(aws: InProcess) -> None:
    create_config(aws.sagemaker, "renamed", VariantName="other")
    begin(aws, blue_green("ALL_AT_ONCE"), "renamed")
    (described,) = aws.settle("chat")["ProductionVariants"]
    assert described["VariantName"] == "other"


def test_a_new_endpoint_is_checked_too(aws: InProcess) -> None:
    with pytest.raises(ClientError, match="CanarySize is required"):
        aws.sagemaker.create_endpoint(
            EndpointName="talk",
            EndpointConfigName="config",
            DeploymentConfig=blue_green("CANARY"),
        )


def test_a_policy_that_was_kept_is_used_again(aws: InProcess) -> None:
    begin(aws, canary(25, wait=0))
    aws.settle("chat")
    aws.sagemaker.update_endpoint(
        EndpointName="chat", EndpointConfigName="config", RetainDeploymentConfig=True
    )
    assert aws.settle("chat")["LastDeploymentConfig"] == canary(25, wait=0)


def test_an_update_under_way_refuses_other_sizes(aws: InProcess) -> None:
    begin(aws, canary(25, wait=3600))
    desired = [{"VariantName": "primary", "DesiredInstanceCount": 2}]
    with pytest.raises(ClientError, match="Cannot update in-progress endpoint"):
        aws.sagemaker.update_endpoint_weights_and_capacities(
            EndpointName="chat", DesiredWeightsAndCapacities=desired
        )

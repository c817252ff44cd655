"""Scalable targets and policies of stacks, on a running local AWS."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.local.conftest import LocalAws
from tests.local.polling import until
from tests.local.stacks import Stacks, resource, template

pytestmark = pytest.mark.local_aws
PREFIX = "TargetTracking-endpoint/chat/variant/primary-Alarm"


@pytest.fixture
def stacks(local_aws: LocalAws) -> Iterator[Stacks]:
    made = Stacks(local_aws)
    yield made
    made.delete()


def alarms(aws: LocalAws, **members: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = aws.client("cloudwatch").describe_alarms(**members)[
        "MetricAlarms"
    ]
    return found


def with_steps() -> dict[str, Any]:
    """The template with a step policy, which an alarm of the template calls."""
    body = template()
    policy = resource(
        "ApplicationAutoScaling::ScalingPolicy",
        PolicyName="steps",
        PolicyType="StepScaling",
        ScalingTargetId={"Ref": "Target"},
        StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity",
            "StepAdjustments": [{"MetricIntervalLowerBound": "0", "ScalingAdjustment": "1"}],
        },
    )
    alarm = resource(
        "CloudWatch::Alarm",
        AlarmName="pressure",
        Namespace="Lockgate/Tests",
        MetricName="Pressure",
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        Threshold=1,
        EvaluationPeriods=1,
        AlarmActions=[{"Ref": "Steps"}],
    )
    body["Resources"] |= {"Steps": policy, "Pressure": alarm}
    return body


def test_a_tracking_policy_of_a_stack_makes_its_alarms_and_takes_them_along(
    stacks: Stacks, local_aws: LocalAws
) -> None:
    stacks.create(template())
    made = sorted(alarms(local_aws, AlarmNamePrefix=PREFIX), key=lambda one: one["AlarmName"])
    assert [alarm["Threshold"] for alarm in made] == [70, 63]
    assert [alarm["EvaluationPeriods"] for alarm in made] == [3, 15]
    stacks.delete()
    assert alarms(local_aws, AlarmNamePrefix=PREFIX) == []


def test_an_updated_policy_changes_its_alarms(stacks: Stacks, local_aws: LocalAws) -> None:
    body = template()
    stacks.create(body)
    names = {alarm["AlarmName"] for alarm in alarms(local_aws, AlarmNamePrefix=PREFIX)}
    policy = body["Resources"]["Policy"]["Properties"]
    policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] = 10
    assert stacks.update(body)["StackStatus"] == "UPDATE_COMPLETE"
    made = alarms(local_aws, AlarmNamePrefix=PREFIX)
    assert {alarm["AlarmName"] for alarm in made} == names
    assert {alarm["Threshold"] for alarm in made} == {10, 9}


def test_an_alarm_of_a_stack_calls_its_step_policy(stacks: Stacks, local_aws: LocalAws) -> None:
    stacks.create(with_steps())
    (alarm,) = alarms(local_aws, AlarmNames=["pressure"])
    scaling = local_aws.client("application-autoscaling")
    found = scaling.describe_scaling_policies(ServiceNamespace="sagemaker", PolicyNames=["steps"])
    (policy,) = found["ScalingPolicies"]
    assert alarm["AlarmActions"] == [policy["PolicyARN"]]
    assert [one["AlarmName"] for one in policy["Alarms"]] == ["pressure"]
    local_aws.client("cloudwatch").set_alarm_state(
        AlarmName="pressure", StateValue="ALARM", StateReason="a test"
    )
    client = local_aws.client("sagemaker")

    def instances() -> int:
        described = client.describe_endpoint(EndpointName="chat")["ProductionVariants"]
        return int(described[0]["CurrentInstanceCount"])

    until(lambda: instances() == 2)


def test_steps_with_a_gap_roll_the_stack_back(stacks: Stacks) -> None:
    body = with_steps()
    policy = body["Resources"]["Steps"]["Properties"]["StepScalingPolicyConfiguration"]
    policy["StepAdjustments"].append({"MetricIntervalLowerBound": 5, "ScalingAdjustment": 2})
    policy["StepAdjustments"][0]["MetricIntervalUpperBound"] = 3
    assert stacks.create(body)["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("can't have gaps: 3 to 5" in reason for reason in stacks.reasons())

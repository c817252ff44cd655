"""Scaling of async variants, as the function is told."""

from typing import Any

from tests.infra.endpoints.test_scaling import scaling
from tests.infra.templates import Assembly


def policy(house: Assembly, name: str) -> dict[str, Any]:
    policies = scaling(house, "kinds", "queue", "primary")["policies"]
    (found,) = [each for each in policies if each["PolicyName"] == name]
    return dict(found)


def test_async_variant_may_have_no_instance(house: Assembly) -> None:
    found = scaling(house, "kinds", "queue", "primary")
    assert (found["min"], found["max"]) == (0, 3)


def test_backlog_of_each_instance_is_tracked(house: Assembly) -> None:
    tracking = policy(house, "Backlog")["TargetTrackingScalingPolicyConfiguration"]
    assert tracking["TargetValue"] == 7
    assert tracking["CustomizedMetricSpecification"] == {
        "MetricName": "ApproximateBacklogSizePerInstance",
        "Namespace": "AWS/SageMaker",
        "Statistic": "Average",
        "Dimensions": [{"Name": "EndpointName", "Value": "kinds-queue"}],
    }


def test_waiting_requests_without_an_instance_wake_one_up(house: Assembly) -> None:
    waking = policy(house, "WakeUp")
    (step,) = waking["StepScalingPolicyConfiguration"]["StepAdjustments"]
    assert step == {"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}
    alarm = waking["Alarm"]
    assert alarm["MetricName"] == "HasBacklogWithoutCapacity"
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert (alarm["Threshold"], alarm["EvaluationPeriods"], alarm["Period"]) == (1, 2, 60)


def test_alarm_has_the_name_that_the_function_may_write(house: Assembly) -> None:
    name = policy(house, "WakeUp")["Alarm"]["AlarmName"]
    assert name == "kinds-queue-HasBacklogWithoutCapacity"

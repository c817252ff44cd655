import re
from typing import Any

import pytest

from lockgate.local.autoscaling.records import Policy
from lockgate.local.autoscaling.tracking_alarms import delete_alarms, put_alarms
from tests.local.alarm_book import FakeAlarmBook
from tests.local.in_process import SCOPE

RESOURCE = "endpoint/chat/variant/primary"
INVOCATIONS = "SageMakerVariantInvocationsPerInstance"
CONCURRENCY = "SageMakerVariantConcurrentRequestsPerModelHighResolution"


def policy(**tracking: Any) -> Policy:
    configuration = {"TargetValue": 5} | tracking
    members = {"ResourceId": RESOURCE, "PolicyName": "load"}
    return Policy("policy", members | {"TargetTrackingScalingPolicyConfiguration": configuration})


def predefined(name: str) -> dict[str, Any]:
    return {"PredefinedMetricSpecification": {"PredefinedMetricType": name}}


def alarms_of(made: Policy) -> dict[str, Any]:
    book = FakeAlarmBook()
    put_alarms(book, SCOPE, made)
    return dict(book.alarms)


def test_a_policy_has_an_alarm_for_each_direction() -> None:
    high, low = alarms_of(policy(**predefined(INVOCATIONS))).values()
    names = ("ComparisonOperator", "Threshold", "EvaluationPeriods")
    assert [high[name] for name in names] == ["GreaterThanThreshold", 5, 3]
    assert [low[name] for name in names] == ["LessThanThreshold", 4.5, 15]
    assert high["AlarmActions"] == low["AlarmActions"] == ["policy"]
    assert high["AlarmDescription"].startswith("DO NOT EDIT OR DELETE.")


def test_the_alarms_are_called_as_aws_calls_them() -> None:
    names = list(alarms_of(policy(**predefined(INVOCATIONS))))
    for name, side in zip(names, ("High", "Low"), strict=True):
        assert re.fullmatch(f"TargetTracking-{RESOURCE}-Alarm{side}-[0-9a-f-]{{36}}", name)


@pytest.mark.parametrize(
    ("name", "metric", "statistic", "period"),
    [
        (INVOCATIONS, "InvocationsPerInstance", "Sum", 60),
        (CONCURRENCY, "ConcurrentRequestsPerModel", "Average", 10),
        (
            "SageMakerVariantProvisionedConcurrencyUtilization",
            "ServerlessProvisionedConcurrencyUtilization",
            "Average",
            60,
        ),
    ],
)
def test_a_predefined_metric_is_one_of_the_variant(
    name: str, metric: str, statistic: str, period: int
) -> None:
    high, _ = alarms_of(policy(**predefined(name))).values()
    assert (high["Namespace"], high["MetricName"]) == ("AWS/SageMaker", metric)
    assert (high["Statistic"], high["Period"]) == (statistic, period)
    assert [one["Value"] for one in high["Dimensions"]] == ["chat", "primary"]


def test_a_customised_metric_is_taken_as_it_is() -> None:
    custom = {
        "MetricName": "ApproximateBacklogSizePerInstance",
        "Namespace": "AWS/SageMaker",
        "Dimensions": [{"Name": "EndpointName", "Value": "chat"}],
        "Statistic": "Average",
    }
    high, _ = alarms_of(policy(CustomizedMetricSpecification=custom)).values()
    assert custom.items() <= high.items()
    assert high["Period"] == 60


def test_metric_math_gets_its_period() -> None:
    where = {"Namespace": "AWS/SageMaker", "MetricName": "Invocations", "Dimensions": []}
    metrics = [
        {"Id": "m", "MetricStat": {"Metric": where, "Stat": "Sum"}, "ReturnData": False},
        {"Id": "e", "Expression": "m / 2"},
    ]
    high, _ = alarms_of(policy(CustomizedMetricSpecification={"Metrics": metrics})).values()
    assert high["Metrics"][0]["MetricStat"]["Period"] == 60
    assert high["Metrics"][1] == metrics[1]


def test_a_policy_that_is_put_again_keeps_its_alarms() -> None:
    made, book = policy(**predefined(INVOCATIONS)), FakeAlarmBook()
    put_alarms(book, SCOPE, made)
    before = list(book.alarms)
    made.settings = policy(**predefined(INVOCATIONS), TargetValue=50).settings
    put_alarms(book, SCOPE, made)
    assert list(book.alarms) == before
    assert [alarm["Threshold"] for alarm in book.alarms.values()] == [50, 45]


def test_the_alarms_go_with_the_policy() -> None:
    made, book = policy(**predefined(INVOCATIONS)), FakeAlarmBook()
    put_alarms(book, SCOPE, made)
    delete_alarms(book, SCOPE, made)
    assert (book.alarms, made.alarms) == ({}, [])


def test_a_step_policy_makes_no_alarms() -> None:
    made = Policy("policy", {"ResourceId": RESOURCE, "PolicyName": "steps"})
    assert alarms_of(made) == {}

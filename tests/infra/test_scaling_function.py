"""The function that registers variants, as the data stack has it."""

from typing import Any

from tests.infra.templates import Assembly


def statements(house: Assembly) -> list[dict[str, Any]]:
    return house.allowed("kinds", "data", "Scaling")


def allowing(house: Assembly, action: str) -> dict[str, Any]:
    (found,) = [row for row in statements(house) if action in row["Action"]]
    return found


def test_targets_of_other_services_are_not_touched(house: Assembly) -> None:
    row = allowing(house, "application-autoscaling:DeregisterScalableTarget")
    key = "application-autoscaling:service-namespace"
    assert row["Condition"] == {"StringEquals": {key: "sagemaker"}}


def test_endpoints_and_alarms_are_those_of_the_environment(house: Assembly) -> None:
    endpoints = allowing(house, "sagemaker:UpdateEndpointWeightsAndCapacities")["Resource"]
    assert endpoints == "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/kinds-*"
    alarms = allowing(house, "cloudwatch:PutMetricAlarm")["Resource"]
    assert [arn.partition("alarm:")[2] for arn in alarms] == [
        "TargetTracking-endpoint/kinds-*",
        "kinds-*",
    ]


def test_any_alarm_may_be_looked_at_because_cloudwatch_asks_for_no_less(house: Assembly) -> None:
    row = allowing(house, "cloudwatch:DescribeAlarms")
    assert row["Resource"] == "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*"
    assert row["Action"] == "cloudwatch:DescribeAlarms"


def test_no_resource_is_everything(house: Assembly) -> None:
    assert not [row for row in statements(house) if row["Resource"] == "*"]


def test_logs_are_encrypted_and_end(house: Assembly) -> None:
    function = house.function("kinds", "data", "Scaling")
    group = function["LoggingConfig"]["LogGroup"]["Ref"]
    properties = house.resources("kinds", "data", "AWS::Logs::LogGroup")[group]
    assert properties["KmsKeyId"]
    assert properties["RetentionInDays"] == 30


def test_arn_stays_exported_while_no_endpoint_uses_it(house: Assembly) -> None:
    exports = [
        row["Export"]["Name"]
        for row in house.json("kinds", "data")["Outputs"].values()
        if "Export" in row
    ]
    assert any("ScalingFunction" in name for name in exports)

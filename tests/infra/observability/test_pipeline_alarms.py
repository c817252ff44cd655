from typing import Any

import botocore.session
from aws_cdk import Stack, assertions
from botocore.validate import ParamValidator

from infra.observability.pipeline_alarms import PipelineAlarms
from infra.synthesis import new_app
from tests.infra.templates import Assembly, plain


def alarms(house: Assembly, environment: str = "kinds") -> dict[str, dict[str, Any]]:
    found = house.resources(environment, "observability", "AWS::CloudWatch::Alarm").items()
    start = "PipelineAlarms"
    return {key.removeprefix(start)[:-8]: row for key, row in found if key.startswith(start)}


def test_every_failure_of_the_pipeline_has_its_alarm(house: Assembly) -> None:
    assert set(alarms(house)) == {
        "CaptureErrors",
        "DeadLetters",
        "GivenUp",
        "Late",
        "MetricsErrors",
        "Unparsable",
    }


def test_somebody_is_told_of_each_and_when_it_is_over(house: Assembly) -> None:
    for alarm in alarms(house).values():
        assert alarm["AlarmActions"][0]["Ref"].startswith("AlarmsTopic")
        assert alarm["OKActions"] == alarm["AlarmActions"]


def test_silence_is_no_alarm(house: Assembly) -> None:
    assert {alarm["TreatMissingData"] for alarm in alarms(house).values()} == {"notBreaching"}


def test_alarm_rings_long_before_lambda_gives_up(house: Assembly) -> None:
    late = alarms(house)["Late"]
    (source,) = [
        row
        for row in house.resources(
            "kinds", "observability", "AWS::Lambda::EventSourceMapping"
        ).values()
        if "MaximumRecordAgeInSeconds" in row
    ]
    assert late["MetricName"] == "IteratorAge"
    assert late["Threshold"] / 1000 < source["MaximumRecordAgeInSeconds"] / 10


def test_records_that_cannot_be_read_count_for_every_endpoint(house: Assembly) -> None:
    sums = alarms(house)["Unparsable"]["Metrics"][1:]
    dimensions = [each["MetricStat"]["Metric"]["Dimensions"] for each in sums]
    assert dimensions[0] == []
    assert [row[0]["Value"] for row in dimensions[1:]] == [
        f"kinds-{name}" for name in ("split", "shaded", "queue", "told", "spare", "many", "chip")
    ]


def test_more_endpoints_than_an_alarm_has_metrics_have_two() -> None:
    stack = Stack(new_app(), "Stack")
    watched = PipelineAlarms(stack, "Alarms", topic_arn="arn:aws:sns:eu-west-1:111122223333:told")
    watched.unparsable(endpoints=[f"dev-{index}" for index in range(12)], kept="s3://bucket/")
    found = assertions.Template.from_stack(stack).find_resources("AWS::CloudWatch::Alarm").values()
    counts = [len(row["Properties"]["Metrics"]) - 1 for row in found]
    assert sorted(counts) == [3, 10]


def test_alarms_are_what_the_api_takes(house: Assembly) -> None:
    service = botocore.session.get_session().get_service_model("cloudwatch")
    shape = service.operation_model("PutMetricAlarm").input_shape
    for properties in alarms(house).values():
        sent = {key: plain(each) for key, each in properties.items() if key != "Tags"}
        report = ParamValidator().validate({"AlarmName": "made-up", **sent}, shape)
        assert report.generate_report() == ""

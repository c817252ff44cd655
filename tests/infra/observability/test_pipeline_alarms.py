from typing import Any

import botocore.session
import pytest
from aws_cdk import Stack, assertions
from botocore.validate import ParamValidator

from infra.observability import capture_function, metrics_function
from infra.observability.pipeline_alarms import LATE_MS, PipelineAlarms
from infra.synthesis import new_app
from lockgate.local.alarms.evaluation import evaluate
from lockgate.local.metrics.series_math import Series
from tests.infra.templates import Assembly, plain


def alarms(house: Assembly, environment: str = "kinds") -> dict[str, dict[str, Any]]:
    found = house.resources(environment, "observability", "AWS::CloudWatch::Alarm").items()
    start = "PipelineAlarms"
    return {key.removeprefix(start)[:-8]: row for key, row in found if key.startswith(start)}


def rings(alarm: dict[str, Any], *series: Series, now: int) -> bool:
    """Whether the local AWS sounds an alarm; each of its metrics has a series, or is missing."""
    missing = iter(series)
    verdict = evaluate(alarm, lambda *_: next(missing, {}), now=now)
    return verdict is not None and verdict.state == "ALARM"


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


@pytest.mark.parametrize("name", ["GivenUp", "Unparsable"])
def test_count_that_comes_minutes_late_rings(house: Assembly, name: str) -> None:
    # Newer minutes have no count, and one metric of several has one.
    assert rings(alarms(house)[name], {}, {600: 1.0}, now=1200)


@pytest.mark.parametrize("name", ["GivenUp", "Unparsable"])
def test_no_minute_is_filled_before_its_count_has_come(house: Assembly, name: str) -> None:
    assert "FILL" not in alarms(house)[name]["Metrics"][0]["Expression"]


@pytest.mark.parametrize(
    ("name", "function"), [("Metrics", metrics_function), ("Capture", capture_function)]
)
def test_function_that_only_ever_times_out_rings(house: Assembly, name: str, function: Any) -> None:
    alarm = alarms(house)[f"{name}Errors"]
    assert alarm["Period"] >= function.TIMEOUT_S
    assert rings(alarm, {0: 1.0, 300: 1.0}, now=900)
    assert not rings(alarm, {300: 1.0}, now=900)


def test_record_that_is_tried_again_every_few_minutes_is_late(house: Assembly) -> None:
    assert rings(alarms(house)["Late"], {300: LATE_MS + 1.0}, now=900)


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

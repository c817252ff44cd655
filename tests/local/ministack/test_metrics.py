"""Metrics on a running local AWS, from log events to statistics and alarms."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import LocalAws
from tests.local.emf.documents import directive, document
from tests.local.functions import arn, create_function
from tests.local.polling import until

pytestmark = pytest.mark.local_aws
CODE = """
def on(event, context):
    print(event["line"])
"""
BUCKETS = {"Values": [100.0, 400.0, 900.0], "Counts": [90, 5, 5], "Sum": 15_500, "Count": 100}


def a_minute_ago() -> float:
    """The start of the last complete minute, in seconds since 1970."""
    return time.time() // 60 * 60 - 60


def log(aws: LocalAws, group: str, *messages: str) -> None:
    logs = aws.client("logs")
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="stream")
    events = [{"timestamp": int(time.time() * 1000), "message": text} for text in messages]
    logs.put_log_events(logGroupName=group, logStreamName="stream", logEvents=events)


def statistics(aws: LocalAws, endpoint: str, name: str = "Latency") -> dict[str, Any]:
    """Sum, p95 and PR(:400) of a metric of an endpoint; empty while there are none."""
    now = datetime.now(UTC)
    points = aws.client("cloudwatch").get_metric_statistics(
        Namespace="Lockgate",
        MetricName=name,
        Dimensions=[{"Name": "EndpointName", "Value": endpoint}],
        StartTime=now - timedelta(minutes=5),
        EndTime=now,
        Period=300,
        Statistics=["Sum"],
        ExtendedStatistics=["p95", "PR(:400)"],
    )["Datapoints"]
    return dict(points[0]) if points else {}


def test_what_a_function_prints_becomes_metrics(local_aws: LocalAws) -> None:
    create_function(local_aws, "prints", CODE)
    line = document(Latency=BUCKETS, endpoint="printed", at=a_minute_ago())
    payload = json.dumps({"line": line})
    local_aws.client("lambda").invoke(FunctionName="prints", Payload=payload)
    until(lambda: bool(statistics(local_aws, "printed")))
    found = statistics(local_aws, "printed")
    assert (found["Sum"], found["Unit"]) == (15_500, "Milliseconds")
    assert found["ExtendedStatistics"] == pytest.approx({"p95": 425, "PR(:400)": 95})


def test_put_log_events_become_metrics(local_aws: LocalAws) -> None:
    log(local_aws, "put", document(Latency=[1, 2], endpoint="put", at=a_minute_ago()))
    until(lambda: bool(statistics(local_aws, "put")))
    assert statistics(local_aws, "put")["Sum"] == 3


def test_errors_are_counted_by_log_group(local_aws: LocalAws) -> None:
    log(local_aws, "wrong", document(directive("Gone")))
    listed = {"Namespace": "AWS/Logs", "MetricName": "EMFValidationErrors"}
    cloudwatch = local_aws.client("cloudwatch")
    until(lambda: bool(cloudwatch.list_metrics(**listed)["Metrics"]))
    (metric,) = cloudwatch.list_metrics(**listed)["Metrics"]
    assert metric["Dimensions"] == [{"Name": "LogGroupName", "Value": "wrong"}]


def test_clients_of_the_query_protocol_are_answered(local_aws: LocalAws) -> None:
    log(local_aws, "query", document(Latency=4, endpoint="query", at=a_minute_ago()))
    until(lambda: bool(statistics(local_aws, "query")))
    stat = "MetricDataQueries.member.1.MetricStat"
    form = {
        "Action": "GetMetricData",
        "Version": "2010-08-01",
        "StartTime": f"{a_minute_ago()}",
        "EndTime": f"{time.time()}",
        "MetricDataQueries.member.1.Id": "sum",
        f"{stat}.Metric.Namespace": "Lockgate",
        f"{stat}.Metric.MetricName": "Latency",
        f"{stat}.Metric.Dimensions.member.1.Name": "EndpointName",
        f"{stat}.Metric.Dimensions.member.1.Value": "query",
        f"{stat}.Period": "60",
        f"{stat}.Stat": "Sum",
    }
    signed = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/monitoring/aws4_request"
    headers = {
        "Authorization": signed,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    request = Request(local_aws.url, urlencode(form).encode(), headers)  # noqa: S310 - loopback
    with urlopen(request) as response:  # noqa: S310 - loopback
        assert "<Values><member>4.0</member></Values>" in response.read().decode()


def test_metric_math_that_is_not_emulated_is_named(local_aws: LocalAws) -> None:
    now = datetime.now(UTC)
    query = {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(1)"}
    with pytest.raises(ClientError, match=r"ANOMALY_DETECTION_BAND\(1\) is not emulated"):
        local_aws.client("cloudwatch").get_metric_data(
            MetricDataQueries=[query], StartTime=now - timedelta(hours=1), EndTime=now
        )


def slo_template() -> dict[str, Any]:
    """A composite alarm on the share of requests over 400 ms; it tells a topic, that a queue."""
    where = [{"Name": "EndpointName", "Value": "slow"}]
    metric = {"Namespace": "Lockgate", "MetricName": "Latency", "Dimensions": where}
    stat = {"Metric": metric, "Period": 300, "Stat": "PR(:400)"}
    bad = {
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 4,
        "EvaluationPeriods": 1,
        "TreatMissingData": "notBreaching",
        "Metrics": [
            {"Id": "bad", "Expression": "100 - good"},
            {"Id": "good", "MetricStat": stat, "ReturnData": False},
        ],
    }
    rule = {"Fn::Sub": 'ALARM("${Bad}")'}
    burning = {"AlarmName": "burning", "AlarmRule": rule, "AlarmActions": [{"Ref": "Topic"}]}
    heard = {
        "TopicArn": {"Ref": "Topic"},
        "Protocol": "sqs",
        "Endpoint": arn("sqs", "heard"),
    }
    return {
        "Resources": {
            "Topic": {"Type": "AWS::SNS::Topic"},
            "Heard": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "heard"}},
            "Told": {
                "Type": "AWS::SNS::Subscription",
                "DependsOn": "Heard",
                "Properties": heard,
            },
            "Bad": {"Type": "AWS::CloudWatch::Alarm", "Properties": bad},
            "Burning": {"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": burning},
        }
    }


def test_a_composite_alarm_on_a_percentile_rank_tells_its_topic(local_aws: LocalAws) -> None:
    stacks, queues = local_aws.client("cloudformation"), local_aws.client("sqs")
    stacks.create_stack(StackName="slo", TemplateBody=json.dumps(slo_template()))
    stacks.get_waiter("stack_create_complete").wait(StackName="slo", WaiterConfig={"Delay": 1})
    log(local_aws, "slow", document(Latency=BUCKETS, endpoint="slow", at=a_minute_ago()))
    url = queues.get_queue_url(QueueName="heard")["QueueUrl"]
    heard: list[dict[str, Any]] = []

    def is_heard() -> bool:
        heard.extend(queues.receive_message(QueueUrl=url).get("Messages", []))
        return bool(heard)

    until(is_heard)
    told = json.loads(json.loads(heard[0]["Body"])["Message"])
    assert (told["AlarmName"], told["NewStateValue"]) == ("burning", "ALARM")

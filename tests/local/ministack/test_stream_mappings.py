"""Functions that read Kinesis streams of a running local AWS."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import LocalAws, running
from tests.local.functions import arn, create_bucket, create_function, objects
from tests.local.ministack.mapped import CODE, ENDLESS, heard, mapping, put, seen, stream
from tests.local.polling import until

pytestmark = pytest.mark.local_aws


@pytest.fixture(scope="module")
def aws(echo_project: Path, cache: Path) -> Iterator[LocalAws]:
    """Waits are a hundredth of AWS's."""
    with running(echo_project, cache, time_scale=100) as started:
        create_bucket(started, "seen")
        create_bucket(started, "given-up")
        yield started


def test_full_batches_are_sent_in_order(aws: LocalAws) -> None:
    mapping(aws, "full", BatchSize=2, **ENDLESS)
    put(aws, "full", "a", "b", "c", "d")
    until(lambda: len(seen(aws, "full")) == 2)
    assert seen(aws, "full") == [["a", "b"], ["c", "d"]]


def test_a_window_gathers_what_comes_within_it(aws: LocalAws) -> None:
    mapping(aws, "window", MaximumBatchingWindowInSeconds=300)
    kinesis = aws.client("kinesis")
    for data in ("a", "b"):
        kinesis.put_record(StreamName="window", Data=data, PartitionKey="one")
    until(lambda: bool(seen(aws, "window")))
    assert seen(aws, "window") == [["a", "b"]]


def test_latest_begins_with_what_comes_after_the_mapping(aws: LocalAws) -> None:
    source = stream(aws, "latest")
    put(aws, "latest", "before")
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=source,
        FunctionName=create_function(aws, "latest", CODE),
        StartingPosition="LATEST",
    )
    put(aws, "latest", "after")
    until(lambda: bool(seen(aws, "latest")))
    assert seen(aws, "latest") == [["after"]]


def test_poison_is_isolated_and_kept_in_the_bucket(aws: LocalAws) -> None:
    failure = {"OnFailure": {"Destination": "arn:aws:s3:::given-up"}}
    made = mapping(
        *(aws, "poison"),
        BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=1,
        DestinationConfig=failure,
        BatchSize=4,
        **ENDLESS,
    )
    put(aws, "poison", "a", "b", "raise", "d")
    until(lambda: ["d"] in seen(aws, "poison"))
    (record,) = objects(aws, "given-up", f"aws/lambda/{made['UUID']}/shardId-000000000000/")
    (kept,) = record["payload"]["Records"]
    assert base64.b64decode(kept["kinesis"]["data"]) == b"raise"
    assert record["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert record["KinesisBatchInfo"]["batchSize"] == 1


@pytest.mark.parametrize("end", ["exit", "hang"])
def test_a_function_that_dies_or_hangs_is_called_again(aws: LocalAws, end: str) -> None:
    mapping(aws, end, MaximumRetryAttempts=3, timeout_s=3)
    put(aws, end, end)
    until(lambda: len(seen(aws, end)) > 1)
    put(aws, end, "next")
    until(lambda: ["next"] in seen(aws, end))


def test_reported_failures_are_sent_again_and_those_before_are_not(aws: LocalAws) -> None:
    mapping(
        *(aws, "partial"),
        FunctionResponseTypes=["ReportBatchItemFailures"],
        MaximumRetryAttempts=1,
        BatchSize=3,
        **ENDLESS,
    )
    put(aws, "partial", "a", "fail", "c")
    until(lambda: len(seen(aws, "partial")) == 2)
    assert seen(aws, "partial") == [["a", "fail", "c"], ["fail", "c"]]


def test_a_queue_hears_of_what_is_given_up(aws: LocalAws) -> None:
    queue = aws.client("sqs").create_queue(QueueName="given-up")["QueueUrl"]
    failure = {"OnFailure": {"Destination": arn("sqs", "given-up")}}
    mapping(aws, "told", MaximumRetryAttempts=0, DestinationConfig=failure)
    put(aws, "told", "raise")
    told = heard(aws, queue)
    assert told["KinesisBatchInfo"]["streamArn"] == arn("kinesis", "stream/told")
    assert "payload" not in told


def test_a_topic_hears_of_what_is_given_up(aws: LocalAws) -> None:
    topic = aws.client("sns").create_topic(Name="given-up")["TopicArn"]
    queue = aws.client("sqs").create_queue(QueueName="of-topic")["QueueUrl"]
    aws.client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", "of-topic"),
        Attributes={"RawMessageDelivery": "true"},
    )  # fmt: skip
    failure = {"OnFailure": {"Destination": topic}}
    mapping(aws, "published", MaximumRetryAttempts=0, DestinationConfig=failure)
    put(aws, "published", "raise")
    told = heard(aws, queue)
    assert told["KinesisBatchInfo"]["streamArn"] == arn("kinesis", "stream/published")


def test_a_destination_that_is_not_there_holds_up_nothing(aws: LocalAws) -> None:
    failure = {"OnFailure": {"Destination": "arn:aws:s3:::nowhere"}}
    mapping(aws, "nowhere", MaximumRetryAttempts=0, DestinationConfig=failure)
    put(aws, "nowhere", "raise")
    until(lambda: ["raise"] in seen(aws, "nowhere"))
    put(aws, "nowhere", "next")
    until(lambda: ["next"] in seen(aws, "nowhere"))


def test_records_from_before_a_timestamp_are_passed_over(aws: LocalAws) -> None:
    source = stream(aws, "since")
    put(aws, "since", "before")
    answer = aws.client("kinesis").get_shard_iterator(
        StreamName="since", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )
    found = aws.client("kinesis").get_records(ShardIterator=answer["ShardIterator"])
    arrival = found["Records"][0]["ApproximateArrivalTimestamp"]
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=source,
        FunctionName=create_function(aws, "since", CODE),
        StartingPosition="AT_TIMESTAMP",
        StartingPositionTimestamp=arrival + timedelta(milliseconds=2),
    )
    put(aws, "since", "after")
    until(lambda: bool(seen(aws, "since")))
    assert seen(aws, "since") == [["after"]]


def test_records_that_no_filter_lets_through_are_not_sent(aws: LocalAws) -> None:
    pattern = json.dumps({"data": {"kind": ["wanted"]}})
    texts = [json.dumps({"kind": kind, "n": n}) for n, kind in enumerate(["wanted", "other"] * 2)]
    mapping(
        aws, "filtered", FilterCriteria={"Filters": [{"Pattern": pattern}]}, BatchSize=2, **ENDLESS
    )
    put(aws, "filtered", *texts)
    until(lambda: bool(seen(aws, "filtered")))
    assert seen(aws, "filtered") == [texts[::2]]


def test_a_mapping_shows_all_its_settings(aws: LocalAws) -> None:
    settings = {
        "BatchSize": 1000,
        "MaximumBatchingWindowInSeconds": 5,
        "ParallelizationFactor": 2,
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": 10,
        "MaximumRecordAgeInSeconds": 21600,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:s3:::given-up"}},
        "MetricsConfig": {"Metrics": ["EventCount"]},
    }
    made = mapping(aws, "shown", **settings)
    shown = aws.client("lambda").get_event_source_mapping(UUID=made["UUID"])
    assert {name: shown[name] for name in settings} == settings
    assert {name: made[name] for name in settings} == settings


def test_a_disabled_mapping_waits_and_goes_on_where_it_was(aws: LocalAws) -> None:
    made = mapping(aws, "paused", Enabled=False)
    put(aws, "paused", "a")
    aws.client("lambda").update_event_source_mapping(UUID=made["UUID"], Enabled=True)
    until(lambda: seen(aws, "paused") == [["a"]])


def test_the_age_of_the_last_record_is_measured(aws: LocalAws) -> None:
    mapping(aws, "aged")
    put(aws, "aged", "a")
    dimensions = [{"Name": "FunctionName", "Value": "aged"}]
    listed = aws.client("cloudwatch").list_metrics
    until(lambda: bool(listed(MetricName="IteratorAge", Dimensions=dimensions)["Metrics"]))


@pytest.mark.parametrize(
    ("destination", "name"),
    [
        ("arn:aws:s3:::given-up", "OnFailureDestinationDeliveredEventCount"),
        ("arn:aws:s3:::nowhere", "DroppedEventCount"),
    ],
)
def test_records_given_up_are_counted(aws: LocalAws, destination: str, name: str) -> None:
    failure = {"OnFailure": {"Destination": destination}}
    made = mapping(
        *(aws, name),
        MaximumRetryAttempts=0,
        DestinationConfig=failure,
        MetricsConfig={"Metrics": ["EventCount"]},
        BatchSize=2,
        **ENDLESS,
    )
    put(aws, name, "raise", "b")
    until(lambda: count(aws, made["UUID"], name) == 2)
    assert count(aws, made["UUID"], "FailedInvokeEventCount") == 2


def count(aws: LocalAws, uuid: str, name: str) -> float:
    """The sum of a mapping's metric."""
    now = datetime.now(UTC)
    found = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda",
        MetricName=name,
        Dimensions=[{"Name": "EventSourceMappingUUID", "Value": uuid}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=86400,
        Statistics=["Sum"],
    )
    total: float = sum(point["Sum"] for point in found["Datapoints"])
    return total


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"TumblingWindowInSeconds": 60}, "does not emulate lambda tumbling windows"),
        ({"MaximumRecordAgeInSeconds": 59}, "must be -1 or at least 60 seconds"),
        ({"BatchSize": 10001}, "less than or equal to 10000"),
        ({"EventSourceArn": arn("kinesis", "stream/none")}, "Stream not found"),
    ],
)
def test_what_lambda_does_not_take_is_refused(
    aws: LocalAws, settings: dict[str, Any], message: str
) -> None:
    request = {
        "EventSourceArn": arn("kinesis", "stream/full"),
        "FunctionName": "full",
        "StartingPosition": "TRIM_HORIZON",
    }
    with pytest.raises(ClientError, match=message):
        aws.client("lambda").create_event_source_mapping(**(request | settings))

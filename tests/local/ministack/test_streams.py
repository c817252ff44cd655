"""Subscription filters on a running local AWS."""

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import LocalAws, running
from tests.local.functions import arn, create_bucket, create_function, create_role, objects
from tests.local.polling import until
from tests.local.stacks import IMAGE, ROLE

pytestmark = pytest.mark.local_aws

OURS = '{ $.lockgate = "inference" }'
CODE = """\
import base64, gzip, json, uuid
import boto3

s3 = boto3.client("s3")

def on(event, context):
    data = gzip.decompress(base64.b64decode(event["awslogs"]["data"]))
    s3.put_object(Bucket="logged", Key=str(uuid.uuid4()), Body=data)
"""


@pytest.fixture(scope="module")
def aws(echo_project: Path, cache: Path) -> Iterator[LocalAws]:
    with running(echo_project, cache) as started:
        create_role(started, "logs", "logs.eu-west-1.amazonaws.com")
        create_role(started, "other", "lambda.amazonaws.com")
        create_bucket(started, "logged")
        yield started


def group(aws: LocalAws, name: str) -> None:
    """A log group with one log stream, and a Kinesis stream of its name."""
    aws.client("logs").create_log_group(logGroupName=name)
    aws.client("logs").create_log_stream(logGroupName=name, logStreamName="primary/i-1")
    aws.client("kinesis").create_stream(StreamName=name, ShardCount=1)


def subscribe(aws: LocalAws, name: str, filter_name: str = "ours", **changes: Any) -> None:
    members = {
        "logGroupName": name,
        "filterName": filter_name,
        "filterPattern": OURS,
        "destinationArn": arn("kinesis", f"stream/{name}"),
        "roleArn": "arn:aws:iam::000000000000:role/logs",
    } | changes
    request = {key: value for key, value in members.items() if value is not None}
    aws.client("logs").put_subscription_filter(**request)


def write(aws: LocalAws, name: str, *texts: str) -> None:
    events = [{"timestamp": 1_700_000_000_000 + n, "message": one} for n, one in enumerate(texts)]
    aws.client("logs").put_log_events(
        logGroupName=name, logStreamName="primary/i-1", logEvents=events
    )


def records(aws: LocalAws, name: str) -> list[Any]:
    """The envelopes in a stream."""
    kinesis = aws.client("kinesis")
    iterator = kinesis.get_shard_iterator(
        StreamName=name, ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )
    found = kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    return [json.loads(gzip.decompress(one["Data"])) for one in found]


def test_a_new_filter_greets_its_stream(aws: LocalAws) -> None:
    group(aws, "greeted")
    subscribe(aws, "greeted")
    (greeting,) = records(aws, "greeted")
    assert greeting["messageType"] == "CONTROL_MESSAGE"


def test_matching_events_of_one_request_come_in_one_record(aws: LocalAws) -> None:
    group(aws, "matched")
    subscribe(aws, "matched")
    lines = [
        json.dumps({"lockgate": kind, "n": n}) for n, kind in enumerate(["inference", "x"] * 2)
    ]
    write(aws, "matched", *lines)
    until(lambda: len(records(aws, "matched")) == 2)
    envelope = records(aws, "matched")[1]
    assert [event["message"] for event in envelope["logEvents"]] == lines[::2]
    assert (envelope["logGroup"], envelope["logStream"]) == ("matched", "primary/i-1")
    assert (envelope["owner"], envelope["subscriptionFilters"]) == ("000000000000", ["ours"])


def test_ids_are_those_that_a_search_shows(aws: LocalAws) -> None:
    group(aws, "found")
    subscribe(aws, "found", filterPattern="")
    write(aws, "found", "a", "b")
    until(lambda: len(records(aws, "found")) == 2)
    shown = aws.client("logs").filter_log_events(logGroupName="found")["events"]
    ids = [event["id"] for event in records(aws, "found")[1]["logEvents"]]
    assert ids == [event["eventId"] for event in shown]
    assert {len(one) for one in ids} == {56}


def test_a_function_gets_what_matches(aws: LocalAws) -> None:
    group(aws, "called")
    function = create_function(aws, "reader", CODE)
    subscribe(aws, "called", destinationArn=function, roleArn=None, filterPattern="ERROR -quiet")
    write(aws, "called", "ERROR loud", "ERROR quiet", "INFO")
    until(lambda: bool(objects(aws, "logged")))
    (envelope,) = objects(aws, "logged")
    assert [event["message"] for event in envelope["logEvents"]] == ["ERROR loud"]


def test_a_search_uses_the_same_patterns(aws: LocalAws) -> None:
    group(aws, "searched")
    write(aws, "searched", '{"status": 200}', '{"status": 500}')
    search = aws.client("logs").filter_log_events
    found = search(logGroupName="searched", filterPattern="{ $.status >= 500 }")["events"]
    assert [event["message"] for event in found] == ['{"status": 500}']
    with pytest.raises(ClientError, match=r"InvalidParameterException.*Invalid character"):
        search(logGroupName="searched", filterPattern="a:b")


def test_a_third_filter_is_refused(aws: LocalAws) -> None:
    group(aws, "full")
    subscribe(aws, "full", "one")
    subscribe(aws, "full", "two")
    subscribe(aws, "full", "two", filterPattern="changed")
    with pytest.raises(ClientError, match="LimitExceededException"):
        subscribe(aws, "full", "three")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"filterPattern": "{ $.a"}, "InvalidParameterException"),
        ({"destinationArn": arn("kinesis", "stream/none")}, "Could not deliver test message"),
        ({"roleArn": "arn:aws:iam::000000000000:role/none"}, "assume the provided role"),
        ({"roleArn": "arn:aws:iam::000000000000:role/other"}, "assume the provided role"),
        ({"logGroupName": "none"}, "ResourceNotFoundException"),
    ],
)
def test_a_filter_that_cannot_work_is_refused(
    aws: LocalAws, changes: dict[str, Any], message: str
) -> None:
    if not aws.client("logs").describe_log_groups(logGroupNamePrefix="refused")["logGroups"]:
        group(aws, "refused")
    with pytest.raises(ClientError, match=message):
        subscribe(aws, "refused", **changes)


def test_the_output_of_functions_is_delivered(aws: LocalAws) -> None:
    create_function(aws, "talker", "def on(event, context):\n    print('ERROR said')\n")
    name = "/aws/lambda/talker"
    aws.client("logs").create_log_group(logGroupName=name)
    aws.client("kinesis").create_stream(StreamName="talk", ShardCount=1)
    subscribe(aws, name, filterPattern="ERROR", destinationArn=arn("kinesis", "stream/talk"))
    aws.client("lambda").invoke(FunctionName="talker", Payload=b"{}")
    until(lambda: len(records(aws, "talk")) == 2)
    (event,) = records(aws, "talk")[1]["logEvents"]
    assert event["message"] == "ERROR said"


def test_the_output_of_an_endpoint_is_delivered(aws: LocalAws) -> None:
    name = "/aws/sagemaker/Endpoints/watched"
    aws.client("logs").create_log_group(logGroupName=name)
    aws.client("kinesis").create_stream(StreamName="watched", ShardCount=1)
    stream = arn("kinesis", "stream/watched")
    subscribe(aws, name, filterPattern="serving", destinationArn=stream)
    sagemaker = aws.client("sagemaker")
    container = {"Image": IMAGE}
    sagemaker.create_model(ModelName="echo", PrimaryContainer=container, ExecutionRoleArn=ROLE)
    variant = {"VariantName": "primary", "ModelName": "echo", "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(
        EndpointConfigName="watched",
        ProductionVariants=[variant | {"InstanceType": "ml.c5.large"}],
    )
    sagemaker.create_endpoint(EndpointName="watched", EndpointConfigName="watched")
    until(lambda: len(records(aws, "watched")) > 1)
    envelope = records(aws, "watched")[1]
    assert envelope["logGroup"] == name
    assert envelope["logStream"].startswith("primary/i-")


def test_a_template_has_filters_and_mappings(aws: LocalAws) -> None:
    group(aws, "templated")
    create_function(aws, "templated", "def on(event, context):\n    return None\n")
    mapping = {
        "EventSourceArn": arn("kinesis", "stream/templated"),
        "FunctionName": "templated",
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": "1000",
        "BisectBatchOnFunctionError": "true",
        "MaximumRecordAgeInSeconds": 21600,
    }
    subscription = {
        "LogGroupName": "templated",
        "FilterPattern": OURS,
        "DestinationArn": arn("kinesis", "stream/templated"),
        "RoleArn": "arn:aws:iam::000000000000:role/logs",
    }
    resources = {
        "Filter": {"Type": "AWS::Logs::SubscriptionFilter", "Properties": subscription},
        "Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": mapping},
    }
    body = json.dumps({"Resources": resources})
    formation = aws.client("cloudformation")
    formation.create_stack(StackName="flow", TemplateBody=body)
    waiting = {"Delay": 0.1, "MaxAttempts": 600}
    formation.get_waiter("stack_create_complete").wait(StackName="flow", WaiterConfig=waiting)
    (shown,) = aws.client("lambda").list_event_source_mappings(FunctionName="templated")[
        "EventSourceMappings"
    ]
    assert (shown["BatchSize"], shown["BisectBatchOnFunctionError"]) == (1000, True)
    assert (shown["ParallelizationFactor"], shown["MaximumRetryAttempts"]) == (1, -1)
    assert len(records(aws, "templated")) == 1


def test_the_reader_of_a_stream_gets_records_as_base64(aws: LocalAws) -> None:
    group(aws, "raw")
    subscribe(aws, "raw")
    code = (
        "import base64, boto3\n"
        "def on(event, context):\n"
        "    data = event['Records'][0]['kinesis']['data']\n"
        "    boto3.client('s3').put_object(Bucket='logged', Key='raw/1', Body=data)\n"
    )
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=arn("kinesis", "stream/raw"),
        FunctionName=create_function(aws, "raw", code),
        StartingPosition="TRIM_HORIZON",
    )
    listed = aws.client("s3").list_objects_v2
    until(lambda: listed(Bucket="logged", Prefix="raw/")["KeyCount"] == 1)
    stored = aws.client("s3").get_object(Bucket="logged", Key="raw/1")["Body"].read()
    assert json.loads(gzip.decompress(base64.b64decode(stored)))["owner"] == "CloudwatchLogs"

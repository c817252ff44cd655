"""Data capture of a real container, written to the local S3."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.local.conftest import LocalAws, running
from tests.local.polling import until
from tests.local.stacks import FAST, IMAGE, ROLE

pytestmark = pytest.mark.local_aws

KEY = (
    r"captured/{}/primary/\d{{4}}/\d\d/\d\d/\d\d/\d\d-\d\d-\d{{3}}-[0-9a-f]{{8}}-[0-9a-f-]+\.jsonl"
)


@pytest.fixture(scope="module")
def aws(echo_project: Path, cache: Path) -> Iterator[LocalAws]:
    """Records wait a tenth of a second for others."""
    with running(echo_project, cache, time_scale=100) as started:
        client = started.client("sagemaker")
        client.create_model(
            ModelName="talk", PrimaryContainer={"Image": IMAGE}, ExecutionRoleArn=ROLE
        )
        location = {"LocationConstraint": "eu-west-1"}
        started.client("s3").create_bucket(Bucket="data", CreateBucketConfiguration=location)
        yield started


def serve(aws: LocalAws, name: str, *, bucket: str = "data", percentage: int = 100) -> None:
    """Bring up an endpoint that captures."""
    client = aws.client("sagemaker")
    variant = {"VariantName": "primary", "ModelName": "talk", "InitialInstanceCount": 1}
    client.create_endpoint_config(
        EndpointConfigName=name,
        ProductionVariants=[variant | {"InstanceType": "ml.c5.large"}],
        DataCaptureConfig={
            "EnableCapture": True,
            "InitialSamplingPercentage": percentage,
            "DestinationS3Uri": f"s3://{bucket}/captured",
            "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
            "CaptureContentTypeHeader": {"JsonContentTypes": ["application/json"]},
        },
    )
    client.create_endpoint(EndpointName=name, EndpointConfigName=name)
    client.get_waiter("endpoint_in_service").wait(EndpointName=name, WaiterConfig=FAST)


def invoke(aws: LocalAws, name: str, body: object) -> bytes:
    answer = aws.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=name, Body=json.dumps(body), ContentType="application/json"
    )
    content: bytes = answer["Body"].read()
    return content


def keys(aws: LocalAws, name: str) -> list[str]:
    listed = aws.client("s3").list_objects_v2(Bucket="data", Prefix=f"captured/{name}/")
    return [found["Key"] for found in listed.get("Contents", [])]


def records(aws: LocalAws, name: str) -> list[dict[str, Any]]:
    s3 = aws.client("s3")
    files = [s3.get_object(Bucket="data", Key=key)["Body"].read() for key in keys(aws, name)]
    return [json.loads(line) for file in files for line in file.splitlines()]


def test_invocations_are_captured(aws: LocalAws) -> None:
    serve(aws, "plain")
    for number in range(3):
        invoke(aws, "plain", [number])
    until(lambda: len(records(aws, "plain")) == 3)
    data = [record["captureData"]["endpointOutput"]["data"] for record in records(aws, "plain")]
    assert sorted(data) == ["[0]", "[1]", "[2]"]


def test_captures_lie_where_sagemaker_puts_them(aws: LocalAws) -> None:
    serve(aws, "placed")
    invoke(aws, "placed", [1])
    until(lambda: bool(keys(aws, "placed")))
    assert re.fullmatch(KEY.format("placed"), keys(aws, "placed")[0])


def test_a_capture_raises_the_events_of_its_bucket(aws: LocalAws) -> None:
    sqs = aws.client("sqs")
    queue = sqs.create_queue(QueueName="captures", Attributes={"VisibilityTimeout": "0"})[
        "QueueUrl"
    ]
    arn = "arn:aws:sqs:eu-west-1:000000000000:captures"
    prefix = {"Key": {"FilterRules": [{"Name": "prefix", "Value": "captured/told/"}]}}
    wanted = {"QueueArn": arn, "Events": ["s3:ObjectCreated:*"], "Filter": prefix}
    aws.client("s3").put_bucket_notification_configuration(
        Bucket="data", NotificationConfiguration={"QueueConfigurations": [wanted]}
    )
    serve(aws, "told")
    invoke(aws, "told", [1])
    until(lambda: bool(created(sqs, queue)))
    assert set(created(sqs, queue)) <= set(keys(aws, "told"))


def created(sqs: Any, queue: str) -> list[str]:
    """The keys that the queue's messages tell of; S3's own test message has none."""
    answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    bodies = [json.loads(message["Body"]) for message in answer.get("Messages", [])]
    return [record["s3"]["object"]["key"] for body in bodies for record in body.get("Records", [])]


def test_streams_are_captured(aws: LocalAws) -> None:
    serve(aws, "streamed")
    body = json.dumps({"do": "stream", "pieces": ["a", "b"]})
    answer = aws.client("sagemaker-runtime").invoke_endpoint_with_response_stream(
        EndpointName="streamed", Body=body, ContentType="application/json"
    )
    assert b"".join(event["PayloadPart"]["Bytes"] for event in answer["Body"]) == b"ab"
    until(lambda: bool(records(aws, "streamed")))
    (record,) = records(aws, "streamed")
    part = record["captureData"]["endpointOutput"]
    assert (part["encoding"], base64.b64decode(part["data"])) == ("BASE64", b"ab")


def test_a_stream_that_the_client_leaves_is_captured_as_far_as_it_came(aws: LocalAws) -> None:
    serve(aws, "left")
    answer = aws.client("sagemaker-runtime").invoke_endpoint_with_response_stream(
        EndpointName="left", Body=json.dumps({"do": "stream_and_hang"})
    )
    next(iter(answer["Body"]))
    answer["Body"].close()
    until(lambda: bool(records(aws, "left")))
    part = records(aws, "left")[0]["captureData"]["endpointOutput"]
    assert base64.b64decode(part["data"]) == b"and then nothing"


def test_nothing_is_captured_at_0_percent(aws: LocalAws) -> None:
    serve(aws, "none", percentage=0)
    serve(aws, "all")
    invoke(aws, "none", [1])
    invoke(aws, "all", [1])  # of a later request; when it is there, the other would be too
    until(lambda: bool(keys(aws, "all")))
    assert keys(aws, "none") == []


def test_a_missing_bucket_fails_no_request(aws: LocalAws) -> None:
    serve(aws, "lost", bucket="nowhere")
    assert [invoke(aws, "lost", [number]) for number in range(2)] == [b"[0]", b"[1]"]
    described = aws.client("sagemaker").describe_endpoint(EndpointName="lost")
    assert described["DataCaptureConfig"]["CaptureStatus"] == "Started"

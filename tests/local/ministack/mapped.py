"""A stream and a function of one name on a running local AWS, and what the function was sent."""

import json
from typing import Any

from tests.local.conftest import LocalAws
from tests.local.functions import arn, create_function, objects
from tests.local.polling import until

CODE = """\
import base64, json, os, uuid
import boto3

s3 = boto3.client("s3")

def on(event, context):
    texts = [base64.b64decode(one["kinesis"]["data"]).decode() for one in event["Records"]]
    numbers = [one["kinesis"]["sequenceNumber"] for one in event["Records"]]
    key = f"{context.function_name}/{numbers[0]}-{uuid.uuid4()}"
    s3.put_object(Bucket="seen", Key=key, Body=json.dumps(texts))
    if "exit" in texts:
        os._exit(1)
    if "raise" in texts:
        raise ValueError("poison")
    if "hang" in texts:
        import time
        time.sleep(60)
    failed = [number for text, number in zip(texts, numbers) if text == "fail"]
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}
"""
ENDLESS: dict[str, Any] = {
    "MaximumBatchingWindowInSeconds": 300,
    "StartingPosition": "TRIM_HORIZON",
}
"""Batches are sent when they are full."""


def stream(aws: LocalAws, name: str) -> str:
    aws.client("kinesis").create_stream(StreamName=name, ShardCount=1)
    return arn("kinesis", f"stream/{name}")


def put(aws: LocalAws, name: str, *texts: str) -> None:
    records = [{"Data": text.encode(), "PartitionKey": "one"} for text in texts]
    aws.client("kinesis").put_records(StreamName=name, Records=records)


def mapping(aws: LocalAws, name: str, **settings: Any) -> Any:
    """A stream and a function of one name, mapped."""
    source = stream(aws, name)
    timeout_s = settings.pop("timeout_s", 30)
    return aws.client("lambda").create_event_source_mapping(
        EventSourceArn=source,
        FunctionName=create_function(aws, name, CODE, timeout_s=timeout_s),
        **({"StartingPosition": "TRIM_HORIZON"} | settings),
    )


def seen(aws: LocalAws, name: str) -> list[list[str]]:
    """The batches that a function got, in the order of their first records."""
    found: list[list[str]] = objects(aws, "seen", f"{name}/")
    return found


def heard(aws: LocalAws, queue: str) -> Any:
    """The first message of a queue, as JSON."""
    received: list[Any] = []

    def is_there() -> bool:
        answer = aws.client("sqs").receive_message(QueueUrl=queue)
        received.extend(json.loads(one["Body"]) for one in answer.get("Messages", []))
        return bool(received)

    until(is_there)
    return received[0]

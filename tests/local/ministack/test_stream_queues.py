"""Functions that read queues of a running local AWS."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.conftest import LocalAws, running
from tests.local.functions import arn, create_bucket, create_function, objects
from tests.local.polling import until

pytestmark = pytest.mark.local_aws

CODE = """\
import json, uuid
import boto3

s3 = boto3.client("s3")

def on(event, context):
    texts = sorted(one["body"] for one in event["Records"])
    key = f"{context.function_name}/{uuid.uuid1().time}"
    s3.put_object(Bucket="seen", Key=key, Body=json.dumps(texts))
    if "raise" in texts:
        raise ValueError("poison")
    if "unknown" in texts:
        return {"batchItemFailures": [{"itemIdentifier": "unknown"}]}
    failed = [one["messageId"] for one in event["Records"] if one["body"] == "fail"]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}
"""


@pytest.fixture(scope="module")
def aws(echo_project: Path, cache: Path) -> Iterator[LocalAws]:
    """A visibility timeout of 30 s is 0.3 s once a function has failed."""
    with running(echo_project, cache, time_scale=100) as started:
        create_bucket(started, "seen")
        yield started


def mapping(aws: LocalAws, name: str, *, redrive: int | None = None, **settings: Any) -> None:
    """A queue and a function of one name, mapped; with a dead-letter queue after some tries."""
    sqs = aws.client("sqs")
    attributes: dict[str, str] = {}
    if redrive is not None:
        sqs.create_queue(QueueName=f"{name}-dead")
        policy = {"deadLetterTargetArn": arn("sqs", f"{name}-dead"), "maxReceiveCount": redrive}
        attributes["RedrivePolicy"] = json.dumps(policy)
    sqs.create_queue(QueueName=name, Attributes=attributes)
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=arn("sqs", name),
        FunctionName=create_function(aws, name, CODE),
        FunctionResponseTypes=["ReportBatchItemFailures"],
        **settings,
    )


def send(aws: LocalAws, name: str, *batches: Sequence[str]) -> None:
    """Send batches of messages, one right after the other."""
    sqs, queue = aws.client("sqs"), url(aws, name)
    for batch in batches:
        entries = [{"Id": str(n), "MessageBody": text} for n, text in enumerate(batch)]
        sqs.send_message_batch(QueueUrl=queue, Entries=entries)


def url(aws: LocalAws, name: str) -> str:
    found: str = aws.client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
    return found


def seen(aws: LocalAws, name: str) -> list[list[str]]:
    found: list[list[str]] = objects(aws, "seen", f"{name}/")
    return found


def waiting(aws: LocalAws, name: str) -> int:
    """The messages of a queue that are not deleted."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    answer = aws.client("sqs").get_queue_attributes(QueueUrl=url(aws, name), AttributeNames=names)
    return sum(map(int, answer["Attributes"].values()))


def test_a_window_gathers_messages(aws: LocalAws) -> None:
    mapping(aws, "window", MaximumBatchingWindowInSeconds=300)
    send(aws, "window", ["a"], ["b"])
    until(lambda: bool(seen(aws, "window")))
    assert seen(aws, "window") == [["a", "b"]]


def test_a_full_batch_of_more_than_ten_does_not_wait(aws: LocalAws) -> None:
    mapping(aws, "large", MaximumBatchingWindowInSeconds=300, BatchSize=15)
    send(aws, "large", "abcdefgh", "ijklmno")
    until(lambda: bool(seen(aws, "large")))
    assert seen(aws, "large") == [list("abcdefghijklmno")]


def test_only_reported_messages_come_again(aws: LocalAws) -> None:
    mapping(aws, "partial", MaximumBatchingWindowInSeconds=100, redrive=2)
    send(aws, "partial", ["a", "fail"])
    until(lambda: waiting(aws, "partial-dead") == 1)
    assert seen(aws, "partial") == [["a", "fail"], ["fail"]]
    assert waiting(aws, "partial") == 0


@pytest.mark.parametrize("text", ["raise", "unknown"])
def test_a_batch_that_fails_goes_to_the_dead_letter_queue(aws: LocalAws, text: str) -> None:
    mapping(aws, text, redrive=3)
    send(aws, text, [text])
    until(lambda: waiting(aws, f"{text}-dead") == 1)
    assert seen(aws, text) == [[text]] * 3


def test_more_than_ten_messages_without_a_window_are_refused(aws: LocalAws) -> None:
    with pytest.raises(ClientError, match="Maximum batch window in seconds must be greater than 0"):
        mapping(aws, "refused", BatchSize=11)

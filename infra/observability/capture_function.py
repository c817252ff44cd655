"""The function that derives figures from captures, and takes out what must not be kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aws_cdk import CfnResource
from constructs import Construct

from infra.endpoints.capture import FOLDER
from infra.endpoints.permissions import ENCRYPT_ACTIONS
from infra.lambda_function import LambdaFunction
from infra.observability.records import QUALITY, QUARANTINE
from infra.permission import Permission

MEMORY_MB = 1024
TIMEOUT_S = 120
"""A sixth of the time for which the queue hides a message that the function has."""
REDACTED = "redacted"
"""Where captures lie of which something was taken out."""
RECEIVE = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
MESSAGES: dict[str, Any] = {
    "BatchSize": 10,
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    # A flood of captures must not take the account's concurrency from others.
    "ScalingConfig": {"MaximumConcurrency": 10},
}
"""How Lambda reads the queue."""


@dataclass(frozen=True)
class Captures:
    """Where captures are, and how one hears of them."""

    bucket: str
    """ARN of their bucket."""
    queue: str
    """ARN of the queue that is told of each."""


def capture_function(
    scope: Construct,
    *,
    captures: Captures,
    bucket: str,
    bucket_arn: str,
    redacted: Sequence[str],
    redactions: str,
    **common: Any,
) -> LambdaFunction:
    """The function.

    Args:
        scope: the environment's observability stack.
        captures: what it reads.
        bucket: name of the bucket to which rows go.
        bucket_arn: its ARN.
        redacted: names of the endpoints whose captures it replaces; it may change no others.
        redactions: what it takes out of them, as JSON.
        common: code, description, key and days of logs; see LambdaFunction.
    """
    rows, notes = (f"{bucket_arn}/{folder}/*" for folder in (QUALITY, QUARANTINE))
    return LambdaFunction(
        scope,
        "Capture",
        handler="functions.capture.handler.on_messages",
        permissions=[
            Permission(RECEIVE, [captures.queue]),
            Permission(
                ["s3:GetObject"], [f"{captures.bucket}/{FOLDER}/*"], wildcard="every capture"
            ),
            Permission(["s3:GetObject"], [rows], wildcard="rows are named like their captures"),
            Permission(
                ["s3:PutObject"], [rows, notes], wildcard="both are named like their captures"
            ),
            # S3 says that an object is not there, and not that it is forbidden, to whoever may
            # list: an earlier try may have replaced the capture, and has perhaps stored no rows.
            _list(captures.bucket, FOLDER),
            _list(bucket_arn, QUALITY),
            Permission(ENCRYPT_ACTIONS, [common["key_arn"]]),
            *_replacing(captures.bucket, redacted),
        ],
        variables={"RECORDS_BUCKET": bucket, "REDACTIONS": redactions},
        memory_mb=MEMORY_MB,
        timeout_s=TIMEOUT_S,
        **common,
    )


def read_queue(function: LambdaFunction, *, queue_arn: str) -> CfnResource:
    """Let the function have the messages of a queue, in batches."""
    return CfnResource(
        function,
        "Source",
        type="AWS::Lambda::EventSourceMapping",
        properties={"EventSourceArn": queue_arn, "FunctionName": function.arn, **MESSAGES},
    )


def _list(bucket_arn: str, folder: str) -> Permission:
    return Permission(["s3:ListBucket"], [bucket_arn], {"StringLike": {"s3:prefix": f"{folder}/*"}})


def _replacing(bucket_arn: str, endpoints: Sequence[str]) -> list[Permission]:
    if not endpoints:
        return []
    raw = [f"{bucket_arn}/{FOLDER}/{endpoint}/*" for endpoint in endpoints]
    cleaned = [f"{bucket_arn}/{REDACTED}/{endpoint}/*" for endpoint in endpoints]
    return [
        Permission(["s3:PutObject"], cleaned, wildcard="captures are named when they are written"),
        Permission(["s3:DeleteObject"], raw, wildcard="captures are named when they are written"),
    ]

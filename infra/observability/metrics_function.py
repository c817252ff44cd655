"""The function that makes metrics of inference records, and the one that makes them again."""

from typing import Any

from aws_cdk import CfnResource
from constructs import Construct

from infra.endpoints.permissions import ENCRYPT_ACTIONS
from infra.lambda_function import LambdaFunction
from infra.observability.records import PUBLISHED, QUARANTINE, RECORDS, UNPROCESSED
from infra.permission import Permission

MEMORY_MB = 1024
"""Memory comes with CPU: this is 0.58 of one."""
TIMEOUT_S = 300
REPLAY_TIMEOUT_S = 900
"""The longest that a function may run."""
READ_STREAM = [
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
]
BATCHES: dict[str, Any] = {
    # Lambda invokes the function earlier where the records come to 6 MB.
    "BatchSize": 1000,
    "MaximumBatchingWindowInSeconds": 5,
    "ParallelizationFactor": 1,
    "StartingPosition": "TRIM_HORIZON",
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "BisectBatchOnFunctionError": True,
    # A store that refuses at once uses tries up fast: the age is to be what ends them.
    "MaximumRetryAttempts": 1000,
    "MaximumRecordAgeInSeconds": 6 * 3600,
}
"""How Lambda reads the stream (ESM-01, ESM-02). No bound is infinite: a record that cannot be
handled would hold up all later ones of its shard."""


def metrics_function(
    scope: Construct, *, stream_arn: str, bucket: str, bucket_arn: str, **common: Any
) -> LambdaFunction:
    """The function that stores records, and prints their metrics.

    Args:
        scope: the environment's observability stack.
        stream_arn: where records come from.
        bucket: name of the bucket to which they go.
        bucket_arn: its ARN.
        common: code, description, key and days of logs; see LambdaFunction.
    """
    written = [f"{bucket_arn}/{folder}/*" for folder in (RECORDS, QUARANTINE, UNPROCESSED)]
    return LambdaFunction(
        scope,
        "Metrics",
        handler="functions.metrics.handler.on_records",
        permissions=[
            Permission(READ_STREAM, [stream_arn]),
            Permission(["s3:PutObject"], written, wildcard="objects are named by their content"),
            # What is there already tells a second try from a second delivery.
            Permission(
                ["s3:GetObject"], written[:2], wildcard="objects are named by their content"
            ),
            # Lambda asks for it where a bucket gets what the function cannot handle:
            # https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
            Permission(["s3:ListBucket"], [bucket_arn]),
            Permission(ENCRYPT_ACTIONS, [common["key_arn"]]),
        ],
        variables={"RECORDS_BUCKET": bucket},
        memory_mb=MEMORY_MB,
        timeout_s=TIMEOUT_S,
        **common,
    )


def replay_function(
    scope: Construct, *, bucket: str, bucket_arn: str, **common: Any
) -> LambdaFunction:
    """The function that reads stored records once more: `lockgate replay` calls it.

    Args:
        scope: the environment's observability stack.
        bucket: name of the bucket of records.
        bucket_arn: its ARN.
        common: as for the metrics function.
    """
    pattern = f"{RECORDS}/*"
    return LambdaFunction(
        scope,
        "Replay",
        handler="functions.metrics.replay.on_event",
        permissions=[
            Permission(
                ["s3:GetObject"], [f"{bucket_arn}/{pattern}"], wildcard="every record of a time"
            ),
            Permission(["s3:ListBucket"], [bucket_arn], {"StringLike": {"s3:prefix": pattern}}),
            Permission(
                ["s3:PutObject"],
                [f"{bucket_arn}/{PUBLISHED}/*"],
                wildcard="notes are named by the minute that was published",
            ),
            Permission(ENCRYPT_ACTIONS, [common["key_arn"]]),
        ],
        variables={"RECORDS_BUCKET": bucket},
        memory_mb=MEMORY_MB,
        timeout_s=REPLAY_TIMEOUT_S,
        **common,
    )


def read_stream(function: LambdaFunction, *, stream_arn: str, bucket_arn: str) -> CfnResource:
    """Let the function have the records of a stream, in batches.

    What it cannot handle in the end goes to the bucket: the records themselves, not only their
    numbers, which is all that a queue would get.
    """
    return CfnResource(
        function,
        "Source",
        type="AWS::Lambda::EventSourceMapping",
        properties={
            "EventSourceArn": stream_arn,
            "FunctionName": function.arn,
            "DestinationConfig": {"OnFailure": {"Destination": bucket_arn}},
            # Counts of records that were given up, which no other metric tells.
            "MetricsConfig": {"Metrics": ["EventCount"]},
            **BATCHES,
        },
    )

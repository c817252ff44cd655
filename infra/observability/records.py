"""The bucket of what is known about inferences: figures and reasons, never text."""

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.buckets import expiring, private_bucket
from infra.config.environment import Environment

RECORDS = "records"
"""Each record of the stream as it came."""
QUARANTINE = "quarantine"
"""Why a record, or a line in it, could not be read."""
UNPROCESSED = "aws/lambda"
"""Records that the metrics function could not handle; Lambda chooses the name."""
PUBLISHED = "published"
"""Which minutes replays have published."""
PUBLISHED_DAYS = 15
"""Longer than CloudWatch takes values of a minute."""
QUALITY = "quality"
"""What is derived of captures."""
RESULTS = "athena"
"""Results of queries."""
RESULTS_DAYS = 7


def records_bucket(
    scope: Construct, *, key: kms.IKey, access_logs: str, environment: Environment
) -> s3.Bucket:
    """The bucket; what is derived of captures goes with them."""
    kept = environment.records.retention_days
    lifecycle = [expiring(kept, f"{folder}/") for folder in (RECORDS, QUARANTINE, UNPROCESSED)]
    return private_bucket(
        scope,
        "Records",
        key=key,
        access_logs=access_logs,
        protect=environment.protect,
        lifecycle=[
            *lifecycle,
            expiring(environment.captures.retention_days, f"{QUALITY}/"),
            expiring(RESULTS_DAYS, f"{RESULTS}/"),
            expiring(PUBLISHED_DAYS, f"{PUBLISHED}/"),
        ],
    )

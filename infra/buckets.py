"""Buckets of an environment: private, encrypted, and only over TLS."""

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.nag import acknowledge
from infra.removal import removal_policy


def private_bucket(
    scope: Construct,
    construct_id: str,
    *,
    key: kms.IKey,
    protect: bool,
    lifecycle: Sequence[s3.LifecycleRule] = (),
) -> s3.Bucket:
    """A private, encrypted bucket; unfinished uploads are removed after a week."""
    unfinished = s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(7))
    bucket = s3.Bucket(
        scope,
        construct_id,
        encryption=s3.BucketEncryption.KMS,
        encryption_key=key,
        # One data key per bucket and period instead of a KMS request per stored file.
        bucket_key_enabled=True,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        lifecycle_rules=[unfinished, *lifecycle],
        removal_policy=removal_policy(protect=protect),
    )
    acknowledge(
        bucket,
        {"AwsSolutions-S1": "an access log bucket is the account's choice; CloudTrail covers it"},
    )
    return bucket


def results_bucket(
    scope: Construct, *, key: kms.IKey, protect: bool, retention_days: int
) -> s3.Bucket:
    """The bucket of async endpoints: inputs, results and failures, for a number of days."""
    expire = s3.LifecycleRule(expiration=Duration.days(retention_days))
    return private_bucket(scope, "Results", key=key, protect=protect, lifecycle=[expire])

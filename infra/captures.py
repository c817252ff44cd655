"""The bucket of captured requests and responses."""

from aws_cdk import Duration
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.nag import acknowledge
from infra.removal import removal_policy


def capture_bucket(scope: Construct, *, key: kms.IKey, protect: bool) -> s3.Bucket:
    """A private, encrypted bucket; unfinished uploads are removed after a week."""
    bucket = s3.Bucket(
        scope,
        "Captures",
        encryption=s3.BucketEncryption.KMS,
        encryption_key=key,
        # One data key per bucket and period instead of a KMS request per captured file.
        bucket_key_enabled=True,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        lifecycle_rules=[
            s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(7))
        ],
        removal_policy=removal_policy(protect=protect),
    )
    acknowledge(
        bucket,
        {"AwsSolutions-S1": "an access log bucket is the account's choice; CloudTrail covers it"},
    )
    return bucket

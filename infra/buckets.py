"""Buckets of an environment: private, encrypted, logged, and only over TLS."""

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.capture_queue import CaptureQueue
from infra.removal import removal_policy


def private_bucket(
    scope: Construct,
    construct_id: str,
    *,
    key: kms.IKey,
    access_logs: str,
    protect: bool,
    lifecycle: Sequence[s3.LifecycleRule] = (),
) -> s3.Bucket:
    """A private, encrypted bucket; unfinished uploads are removed after a week.

    Args:
        scope: the bucket becomes its child.
        construct_id: its id, and where its access logs are.
        key: encrypts it.
        access_logs: name of the bucket that is told who asked for what.
        protect: whether it is kept when its stack is deleted.
        lifecycle: further rules.
    """
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
        lifecycle_rules=[_unfinished(), *lifecycle],
        removal_policy=removal_policy(protect=protect),
    )
    properties(bucket).logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
        destination_bucket_name=access_logs, log_file_prefix=f"{construct_id.lower()}/"
    )
    return bucket


def access_log_bucket(
    scope: Construct, *, account: str, protect: bool, retention_days: int
) -> s3.Bucket:
    """The bucket to which S3 writes who asked for what in the others.

    Its key is S3's own, because S3 writes access logs with no other:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    bucket = s3.Bucket(
        scope,
        "AccessLogs",
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        lifecycle_rules=[_unfinished(), expiring(retention_days)],
        removal_policy=removal_policy(protect=protect),
    )
    bucket.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal("logging.s3.amazonaws.com")],
            actions=["s3:PutObject"],
            resources=[bucket.arn_for_objects("*")],
            conditions={"StringEquals": {"aws:SourceAccount": account}},
        )
    )
    return bucket


def results_bucket(
    scope: Construct, *, key: kms.IKey, access_logs: str, protect: bool, retention_days: int
) -> s3.Bucket:
    """The bucket of async endpoints: inputs, results and failures, for a number of days."""
    return private_bucket(
        scope,
        "Results",
        key=key,
        access_logs=access_logs,
        protect=protect,
        lifecycle=[expiring(retention_days)],
    )


def captures_bucket(
    scope: Construct,
    *,
    key: kms.IKey,
    access_logs: str,
    protect: bool,
    retention_days: int,
    announced: str,
    queue: CaptureQueue,
) -> s3.Bucket:
    """The bucket of captured requests and responses, for a number of days.

    Args:
        scope: the bucket becomes its child.
        key: encrypts it.
        access_logs: name of the bucket that is told who asked for what.
        protect: whether it is kept when its stack is deleted.
        retention_days: days after which captures are removed.
        announced: start of the keys of objects that the queue is told of.
        queue: that queue.
    """
    bucket = private_bucket(
        scope,
        "Captures",
        key=key,
        access_logs=access_logs,
        protect=protect,
        lifecycle=[expiring(retention_days)],
    )
    prefix = s3.CfnBucket.FilterRuleProperty(name="prefix", value=announced)
    told = s3.CfnBucket.QueueConfigurationProperty(
        event="s3:ObjectCreated:*",
        queue=queue.arn,
        filter=s3.CfnBucket.NotificationFilterProperty(
            s3_key=s3.CfnBucket.S3KeyFilterProperty(rules=[prefix])
        ),
    )
    resource = properties(bucket)
    resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
        queue_configurations=[told]
    )
    # S3 refuses a notification to a queue to which it may not write.
    resource.add_resource_dependency(queue.policy)
    return bucket


def properties(bucket: s3.Bucket) -> s3.CfnBucket:
    """The resource itself, for what the construct cannot say."""
    resource = bucket.node.default_child
    assert isinstance(resource, s3.CfnBucket)  # noqa: S101  # what CDK promises, for mypy
    return resource


def expiring(days: int, prefix: str | None = None) -> s3.LifecycleRule:
    """A rule that removes objects after a number of days."""
    return s3.LifecycleRule(expiration=Duration.days(days), prefix=prefix)


def _unfinished() -> s3.LifecycleRule:
    return s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(7))

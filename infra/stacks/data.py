"""What outlives the endpoints of an environment: its key, its buckets, and who serves them."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.arns import Arns
from infra.buckets import access_log_bucket, captures_bucket, private_bucket, results_bucket
from infra.capture_queue import CaptureQueue
from infra.config.environment import Environment
from infra.encryption import environment_key
from infra.endpoints.capture import FOLDER
from infra.publishing_function import publishing_function
from infra.removal import removal_policy
from infra.scaling_function import scaling_function


class DataStack(cdk.Stack):
    """The stateful stack."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        environment: Environment,
        arns: Arns,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"Lockgate {name}: key, captures, results and models",
            termination_protection=environment.protect,
        )
        protect = environment.protect
        self.key = environment_key(
            self,
            environment=name,
            arn=environment.kms_key,
            removal=removal_policy(protect=protect),
        )
        access_logs = access_log_bucket(
            self,
            account=arns.account,
            protect=protect,
            retention_days=environment.logs.retention_days,
        )
        queue = CaptureQueue(self, "CaptureEvents", account=arns.account, key_arn=self.key.key_arn)
        common: Any = {
            "key": self.key,
            "access_logs": access_logs.bucket_name,
            "protect": protect,
        }
        captures = captures_bucket(
            self,
            retention_days=environment.captures.retention_days,
            announced=f"{FOLDER}/",
            queue=queue,
            **common,
        )
        results = results_bucket(self, retention_days=environment.results.retention_days, **common)
        models = private_bucket(self, "Models", **common)
        self.captures, self.results, self.models, self.access_logs = map(
            self._export, (captures, results, models, access_logs)
        )
        self.capture_queue, self.capture_queue_name, self.capture_dead_letters = map(
            self.export_value, (queue.arn, queue.name, queue.dead_letters)
        )
        cdk.CfnOutput(self, "ModelsBucketName", value=models.bucket_name)
        scaling = scaling_function(
            self,
            environment=name,
            arns=arns,
            key_arn=self.key.key_arn,
            log_retention_days=environment.logs.retention_days,
        )
        publishing = publishing_function(
            self,
            environment=name,
            arns=arns,
            models=models.bucket_name,
            key_arn=self.key.key_arn,
            log_retention_days=environment.logs.retention_days,
        )
        self.scaling, self.publishing = map(self.export_value, (scaling.arn, publishing.arn))
        if environment.kms_key is None:
            self.key_arn = self.export_value(self.key.key_arn)

    def _export(self, bucket: s3.Bucket) -> str:
        """A bucket's name for other stacks, exported whether an endpoint uses it today or not.

        CDK takes an export back with its last use, and because this stack is deployed before the
        endpoints, CloudFormation refuses that.
        """
        return self.export_value(bucket.bucket_name)

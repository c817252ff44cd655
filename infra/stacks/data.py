"""What outlives the endpoints of an environment: its key and its captures."""

import aws_cdk as cdk
from constructs import Construct

from infra.captures import capture_bucket
from infra.config.environment import Environment
from infra.encryption import environment_key
from infra.removal import removal_policy


class DataStack(cdk.Stack):
    """The stateful stack."""

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, environment: Environment
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"Lockgate {name}: key and captures",
            termination_protection=environment.protect,
        )
        self.key = environment_key(
            self,
            environment=name,
            arn=environment.kms_key,
            removal=removal_policy(protect=environment.protect),
        )
        bucket = capture_bucket(self, key=self.key, protect=environment.protect)
        # Exported whether an endpoint uses it today or not: CDK takes an export back with its last
        # use, and because this stack is deployed before the endpoints, CloudFormation refuses that.
        self.captures = self.export_value(bucket.bucket_name)
        if environment.kms_key is None:
            self.export_value(self.key.key_arn)

"""What outlives the endpoints of an environment: its key and its captures."""

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
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
        captures = any(endpoint.capture for endpoint in environment.endpoints.values())
        self.captures: s3.IBucket | None = (
            capture_bucket(self, key=self.key, protect=environment.protect) if captures else None
        )

"""The log group of an endpoint."""

from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.config.naming import log_group
from infra.foundation import Foundation
from infra.removal import removal_policy


class EndpointLogs(Construct):
    """Log group that SageMaker writes to, made by the stack so that it has a key and an end."""

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, foundation: Foundation
    ) -> None:
        super().__init__(scope, construct_id)
        self.name = log_group(name)
        self.streams_arn = foundation.arns.of("logs", f"log-group:{self.name}:*")
        """ARN of all streams of the log group, for permissions."""
        self.group = logs.CfnLogGroup(
            self,
            "Group",
            log_group_name=self.name,
            kms_key_id=foundation.key_arn,
            retention_in_days=foundation.log_retention_days,
        )
        self.group.apply_removal_policy(removal_policy(protect=foundation.protect))

"""Log groups that CloudFormation names."""

from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.permission import Permission
from infra.removal import removal_policy


class EncryptedLogs(Construct):
    """A log group with a key and a retention; it goes with its stack."""

    def __init__(
        self, scope: Construct, construct_id: str, *, key: kms.IKey, retention_days: int
    ) -> None:
        super().__init__(scope, construct_id)
        group = logs.CfnLogGroup(
            self, "Group", kms_key_id=key.key_arn, retention_in_days=retention_days
        )
        group.apply_removal_policy(removal_policy(protect=False))
        self.name = group.ref
        self.arn = group.attr_arn
        self.group = logs.LogGroup.from_log_group_name(self, "Imported", group.ref)

    def writing(self) -> Permission:
        """Permission to write to it; its ARN ends in `:*`, which stands for its streams."""
        return Permission(["logs:CreateLogStream", "logs:PutLogEvents"], [self.arn])

"""The stream of all inference records of an environment, and how logs get into it."""

from aws_cdk import CfnResource
from constructs import Construct

from infra.arns import Arns
from infra.permission import Permission, role_for

RETENTION_HOURS = 24
"""Four times the age at which the metrics function gives a record up."""


class RecordStream(Construct):
    """An encrypted Kinesis stream that grows with the traffic, and the role that fills it."""

    def __init__(self, scope: Construct, construct_id: str, *, arns: Arns, key_arn: str) -> None:
        super().__init__(scope, construct_id)
        stream = CfnResource(
            self,
            "Stream",
            type="AWS::Kinesis::Stream",
            properties={
                "RetentionPeriodHours": RETENTION_HOURS,
                "StreamModeDetails": {"StreamMode": "ON_DEMAND"},
                "StreamEncryption": {"EncryptionType": "KMS", "KeyId": key_arn},
            },
        )
        self.name = stream.ref
        self.arn = stream.get_att("Arn").to_string()
        # The source is any log group of the account: AWS documents no narrower pattern, and asks
        # for this one. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
        role = role_for(
            Construct(self, "Delivery"),
            "logs",
            [
                Permission(["kinesis:PutRecord"], [self.arn]),
                Permission(["kms:GenerateDataKey"], [key_arn]),
            ],
            source_arn=arns.of("logs", "*"),
        )
        self.delivery_role = role.attr_arn
        """Under which CloudWatch Logs writes to the stream, and does nothing else."""

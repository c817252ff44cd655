"""The topic that is told of alarms."""

from aws_cdk import CfnResource
from constructs import Construct

from infra.arns import Arns
from infra.permission import VERSION


class AlarmTopic(Construct):
    """An encrypted topic; the alarms of this account may write to it. Subscribe whom they wake."""

    def __init__(self, scope: Construct, construct_id: str, *, arns: Arns, key_arn: str) -> None:
        super().__init__(scope, construct_id)
        topic = CfnResource(
            self, "Topic", type="AWS::SNS::Topic", properties={"KmsMasterKeyId": key_arn}
        )
        self.arn = topic.ref
        alarms = {
            "Action": "sns:Publish",
            "Condition": {
                "ArnLike": {"aws:SourceArn": arns.of("cloudwatch", "alarm:*")},
                "StringEquals": {"aws:SourceAccount": arns.account},
            },
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Resource": self.arn,
        }
        unencrypted = {
            "Action": "sns:Publish",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            "Effect": "Deny",
            "Principal": "*",
            "Resource": self.arn,
        }
        policy = {"Statement": [alarms, unencrypted], "Version": VERSION}
        CfnResource(
            self,
            "Policy",
            type="AWS::SNS::TopicPolicy",
            properties={"Topics": [self.arn], "PolicyDocument": policy},
        )

"""The queue that hears of each captured object, and where its messages go that nobody can handle.

It is in the stack of the bucket that tells it, because S3 asks whether it may write to the queue
before it accepts the notification: with the queue in a later stack, bucket and queue would each
have to be there before the other.
"""

from typing import Any

from aws_cdk import CfnResource
from constructs import Construct

from infra.permission import VERSION

MAX_RECEIVES = 5
RETENTION_S = 14 * 24 * 3600
"""The longest that SQS keeps a message."""
VISIBILITY_S = 720
"""Six times what the function may take, as Lambda asks for:
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""


class CaptureQueue(Construct):
    """An encrypted queue with one for dead letters; only S3 may write to it."""

    def __init__(self, scope: Construct, construct_id: str, *, account: str, key_arn: str) -> None:
        super().__init__(scope, construct_id)
        dead = self._queue("DeadLetters", key_arn)
        self.dead_letters = _attribute(dead, "QueueName")
        queue = self._queue(
            "Queue",
            key_arn,
            VisibilityTimeout=VISIBILITY_S,
            RedrivePolicy={
                "deadLetterTargetArn": _attribute(dead, "Arn"),
                "maxReceiveCount": MAX_RECEIVES,
            },
        )
        self.arn, self.name = _attribute(queue, "Arn"), _attribute(queue, "QueueName")
        self._policy("DeadLettersPolicy", dead)
        self.policy = self._policy("QueuePolicy", queue, _from_s3(account, self.arn))
        """Must be in force before the bucket is told to write to the queue."""

    def _queue(self, construct_id: str, key_arn: str, **more: Any) -> CfnResource:
        properties = {
            "KmsMasterKeyId": key_arn,
            "MessageRetentionPeriod": RETENTION_S,
            **more,
        }
        return CfnResource(self, construct_id, type="AWS::SQS::Queue", properties=properties)

    def _policy(self, construct_id: str, queue: CfnResource, *allowed: Any) -> CfnResource:
        statements = [*allowed, _only_over_tls(_attribute(queue, "Arn"))]
        properties = {
            "Queues": [queue.ref],
            "PolicyDocument": {"Statement": statements, "Version": VERSION},
        }
        return CfnResource(self, construct_id, type="AWS::SQS::QueuePolicy", properties=properties)


def _from_s3(account: str, queue_arn: str) -> dict[str, Any]:
    """Any bucket of the account: naming the one would be a circle, as its name is made later."""
    return {
        "Action": "sqs:SendMessage",
        "Condition": {
            "ArnLike": {"aws:SourceArn": "arn:*:s3:::*"},
            "StringEquals": {"aws:SourceAccount": account},
        },
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Resource": queue_arn,
    }


def _only_over_tls(queue_arn: str) -> dict[str, Any]:
    return {
        "Action": "sqs:*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        "Effect": "Deny",
        "Principal": "*",
        "Resource": queue_arn,
    }


def _attribute(queue: CfnResource, name: str) -> str:
    return queue.get_att(name).to_string()

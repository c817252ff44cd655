"""The key that encrypts what an environment keeps: logs, captures, records, messages, images."""

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.config.naming import endpoint_name, log_group


def log_groups(environment: str) -> tuple[str, str]:
    """Log groups that the key serves: those of endpoints, and those that CloudFormation names."""
    return log_group(endpoint_name(environment, "*")), f"lockgate-{environment}-*"


def environment_key(
    scope: Construct, *, environment: str, arn: str | None, removal: RemovalPolicy
) -> kms.IKey:
    """The environment's own key, or the one that its configuration names.

    A named key is used as it is: its policy must let CloudWatch Logs, S3 and CloudWatch use it, as
    the created one's does.
    """
    if arn is not None:
        return kms.Key.from_key_arn(scope, "Key", arn)
    key = kms.Key(
        scope,
        "Key",
        description=f"Lockgate {environment}: logs, captures and images",
        enable_key_rotation=True,
        removal_policy=removal,
    )
    key.add_to_resource_policy(_logs_statement(Stack.of(scope), environment))
    key.add_to_resource_policy(_messages_statement())
    return key


def _logs_statement(stack: Stack, environment: str) -> iam.PolicyStatement:
    """CloudWatch Logs may use the key, but only for the log groups of this environment.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    return iam.PolicyStatement(
        sid="EncryptLogGroups",
        principals=[iam.ServicePrincipal(f"logs.{stack.region}.amazonaws.com")],
        actions=[
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:GenerateDataKey*",
            "kms:DescribeKey",
        ],
        resources=["*"],
        conditions={
            "ArnLike": {
                "kms:EncryptionContext:aws:logs:arn": [
                    stack.format_arn(
                        service="logs",
                        resource="log-group",
                        resource_name=name,
                        arn_format=ArnFormat.COLON_RESOURCE_NAME,
                    )
                    for name in log_groups(environment)
                ]
            }
        },
    )


def _messages_statement() -> iam.PolicyStatement:
    """S3 may write to the queue of captures, and CloudWatch to the topic of alarms.

    AWS documents this statement without conditions. Whose bucket and whose alarms may write is
    decided by the policies of the queue and the topic.

    Sources:
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
        https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    return iam.PolicyStatement(
        sid="EncryptMessages",
        principals=[
            iam.ServicePrincipal("s3.amazonaws.com"),
            iam.ServicePrincipal("cloudwatch.amazonaws.com"),
        ],
        actions=["kms:Decrypt", "kms:GenerateDataKey*"],
        resources=["*"],
    )

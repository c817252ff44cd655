"""Flow logs of a VPC."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs


def add_flow_log(vpc: ec2.Vpc, *, key: kms.IKey, retention_days: int) -> None:
    """Log all traffic of the VPC to an encrypted log group of its stack."""
    group = logs.CfnLogGroup(
        vpc, "FlowLogGroup", kms_key_id=key.key_arn, retention_in_days=retention_days
    )
    group.apply_removal_policy(RemovalPolicy.DESTROY)
    role = iam.Role(
        vpc, "FlowLogRole", assumed_by=iam.ServicePrincipal("vpc-flow-logs.amazonaws.com")
    )
    vpc.add_flow_log(
        "FlowLog",
        destination=ec2.FlowLogDestination.to_cloud_watch_logs(
            logs.LogGroup.from_log_group_arn(vpc, "FlowLogTarget", group.attr_arn), role
        ),
    )

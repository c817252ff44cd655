"""Flow logs of a VPC."""

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from infra.log_groups import EncryptedLogs
from infra.permission import allow


def add_flow_log(vpc: ec2.Vpc, *, key: kms.IKey, retention_days: int) -> None:
    """Log all traffic of the VPC to an encrypted log group of its stack."""
    logs = EncryptedLogs(vpc, "FlowLogs", key=key, retention_days=retention_days)
    service = iam.ServicePrincipal("vpc-flow-logs.amazonaws.com")
    role = iam.Role(vpc, "FlowLogRole", assumed_by=service)
    allow(role, "Write", logs.writing())
    ec2.CfnFlowLog(
        vpc,
        "FlowLog",
        resource_id=vpc.vpc_id,
        resource_type="VPC",
        traffic_type="ALL",
        log_group_name=logs.name,
        deliver_logs_permission_arn=role.role_arn,
    )

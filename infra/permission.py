"""Permissions of roles: what is allowed, and why a wildcard cannot be avoided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import CfnResource
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.nag import acknowledge, written

Policy = iam.CfnRole.PolicyProperty

VERSION = "2012-10-17"
"""Of the policy language."""

Conditions = Mapping[str, Mapping[str, str | Sequence[str]]]


@dataclass(frozen=True)
class Permission:
    """Actions on resources."""

    actions: Sequence[str]
    resources: Sequence[str]
    conditions: Conditions = field(default_factory=dict)
    wildcard: str | None = None
    """Why resources are not all named in full; cdk-nag refuses a wildcard without this."""

    def statement(self) -> dict[str, Any]:
        """As IAM knows it."""
        statement = {
            "Effect": "Allow",
            "Action": _one_or_all(self.actions),
            "Resource": _one_or_all(self.resources),
        }
        return {**statement, "Condition": self.conditions} if self.conditions else statement


def allow(
    role: iam.Role | iam.CfnRole, name: str, *permissions: Permission, role_name: str | None = None
) -> iam.CfnPolicy:
    """Attach a policy to a role.

    Args:
        role: the role; the policy becomes its child.
        name: of the policy within the role, and its construct id.
        permissions: what it allows.
        role_name: the role's name. Default: the role is asked, which takes a call.
    """
    if role_name is None:
        role_name = role.ref if isinstance(role, iam.CfnRole) else role.role_name
    # CDK's own Policy and PolicyStatement take a call into another process for each statement.
    policy = iam.CfnPolicy(
        role, name, policy_name=name, policy_document=document(permissions), roles=[role_name]
    )
    explain(policy, permissions)
    return policy


def role_for(
    scope: Construct,
    service: str,
    permissions: Sequence[Permission],
    *,
    source_arn: str | None = None,
) -> iam.CfnRole:
    """A role that an AWS service assumes. Its policy is a part of it, so it is never without.

    Args:
        scope: the role becomes its child.
        service: the service, as in `SERVICE.amazonaws.com`.
        permissions: what the role allows.
        source_arn: pattern of the resources on whose behalf the service may assume the role.
    """
    trust: dict[str, Any] = {
        "Action": "sts:AssumeRole",
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
    }
    if source_arn is not None:
        trust["Condition"] = {"ArnLike": {"aws:SourceArn": source_arn}}
    role = iam.CfnRole(
        scope,
        "Role",
        assume_role_policy_document={"Statement": [trust], "Version": VERSION},
        policies=[Policy(policy_name="Work", policy_document=document(permissions))],
    )
    explain(role, permissions)
    return role


def document(permissions: Sequence[Permission]) -> dict[str, Any]:
    """A policy document that allows all of them."""
    return {
        "Statement": [permission.statement() for permission in permissions],
        "Version": VERSION,
    }


def explain(construct: CfnResource, permissions: Sequence[Permission]) -> None:
    """Give the reasons for wildcards, on the resource whose policy has them."""
    if reasons := _wildcards(construct, permissions):
        acknowledge(construct, reasons)


def _wildcards(scope: Construct, permissions: Sequence[Permission]) -> dict[str, str]:
    return {
        f"AwsSolutions-IAM5[Resource::{written(scope, resource)}]": permission.wildcard
        for permission in permissions
        if permission.wildcard
        for resource in permission.resources
        if "*" in resource
    }


def _one_or_all(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)

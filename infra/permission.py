"""Permissions of roles: what is allowed, and why a wildcard cannot be avoided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.nag import acknowledge, written

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
        statement = {"Effect": "Allow", "Action": self.actions, "Resource": self.resources}
        return {**statement, "Condition": self.conditions} if self.conditions else statement


def allow(role: iam.Role, name: str, *permissions: Permission) -> iam.Policy:
    """Attach a policy to a role.

    Args:
        role: the role; the policy becomes its child.
        name: construct id of the policy.
        permissions: what it allows.
    """
    policy = iam.Policy(role, name, document=_document(permissions), roles=[role])
    if reasons := _wildcards(role, permissions):
        acknowledge(policy, reasons)
    return policy


def _document(permissions: Sequence[Permission]) -> iam.PolicyDocument:
    """One document in one piece: statement by statement it takes ten times as long."""
    statements = [permission.statement() for permission in permissions]
    return iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements})


def _wildcards(scope: Construct, permissions: Sequence[Permission]) -> dict[str, str]:
    return {
        f"AwsSolutions-IAM5[Resource::{written(scope, resource)}]": permission.wildcard
        for permission in permissions
        if permission.wildcard
        for resource in permission.resources
        if "*" in resource
    }

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

    def statement(self) -> iam.PolicyStatement:
        """As IAM knows it."""
        conditions: dict[str, Any] = {name: dict(keys) for name, keys in self.conditions.items()}
        return iam.PolicyStatement(
            actions=list(self.actions), resources=list(self.resources), conditions=conditions
        )


def allow(role: iam.Role, name: str, *permissions: Permission) -> iam.Policy:
    """Attach a policy to a role.

    Args:
        role: the role; the policy becomes its child.
        name: construct id of the policy.
        permissions: what it allows.
    """
    policy = iam.Policy(role, name, statements=[each.statement() for each in permissions])
    policy.attach_to_role(role)
    for permission in permissions:
        if permission.wildcard:
            acknowledge(policy, _wildcards(role, permission, permission.wildcard))
    return policy


def _wildcards(scope: Construct, permission: Permission, reason: str) -> dict[str, str]:
    resources = (written(scope, resource) for resource in permission.resources)
    return {
        f"AwsSolutions-IAM5[Resource::{resource}]": reason
        for resource in resources
        if "*" in resource
    }

"""The execution role of one endpoint."""

import hashlib
from collections.abc import Sequence
from typing import Any

from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.arns import Arns
from infra.endpoints import permissions
from infra.endpoints.hosted_variant import HostedVariant
from infra.endpoints.logs import EndpointLogs
from infra.foundation import Foundation
from infra.permission import VERSION, Permission, allow


class ExecutionRole(Construct):
    """Role that SageMaker assumes to run one endpoint: what it needs, and nothing else.

    What differs between releases (artifact, image) has a policy of its own, whose logical id
    changes with it: during an update CloudFormation adds the new one first and removes the old one
    last, so that a replaced instance of the old fleet can still start.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        variants: Sequence[HostedVariant],
        logs: EndpointLogs,
        further: Sequence[Permission],
        foundation: Foundation,
    ) -> None:
        super().__init__(scope, construct_id)
        self.role = iam.CfnRole(
            self, "Role", assume_role_policy_document=_for_sagemaker(foundation.arns)
        )
        self.arn = self.role.attr_arn
        policies = _of_releases(variants, foundation.arns)
        policies["Endpoint"] = [*_of_every_endpoint(logs, foundation), *further]
        if foundation.placement:
            network = permissions.attach_to_network(foundation.arns, foundation.placement)
            policies["Network"] = network
        name = self.role.ref
        self.policies = [
            allow(self.role, policy, *permitted, role_name=name)
            for policy, permitted in policies.items()
        ]


def _of_releases(variants: Sequence[HostedVariant], arns: Arns) -> dict[str, list[Permission]]:
    """What each release needs; variants of one release in one image share a policy."""
    return {f"Release{_digest(each)}": _of_release(each, arns) for each in variants}


def _of_release(hosted: HostedVariant, arns: Arns) -> list[Permission]:
    weights = permissions.read(arns, hosted.artifact) if hosted.artifact else []
    return [permissions.pull(hosted.image), *weights]


def _of_every_endpoint(logs: EndpointLogs, foundation: Foundation) -> list[Permission]:
    return [
        permissions.log_in_to_registry,
        permissions.publish_metrics,
        permissions.write_logs(logs),
        *permissions.use_key(foundation.key_arn),
    ]


def _for_sagemaker(arns: Arns) -> dict[str, Any]:
    """SageMaker may assume the role, on behalf of this account and region only.

    The ARN ends in `*` because SageMaker presents no single endpoint or model here.
    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
    """
    statement = {
        "Action": "sts:AssumeRole",
        "Condition": {"ArnLike": {"aws:SourceArn": arns.of("sagemaker", "*")}},
        "Effect": "Allow",
        "Principal": {"Service": "sagemaker.amazonaws.com"},
    }
    return {"Statement": [statement], "Version": VERSION}


def _digest(hosted: HostedVariant) -> str:
    key = hosted.artifact.key if hosted.artifact else ""
    return hashlib.sha256(f"{hosted.image.name} {key}".encode()).hexdigest()[:8]

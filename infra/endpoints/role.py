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
        # Variants of one release in one image share a policy.
        releases = {_digest(each): each for each in variants}
        self.policies = [
            self._allow_release(digest, each, foundation.arns) for digest, each in releases.items()
        ]
        self.policies.append(self._allow_endpoint(logs, further, foundation))
        if foundation.placement:
            network = permissions.attach_to_network(foundation.arns, foundation.placement)
            self.policies.append(allow(self.role, "Network", *network))

    def _allow_release(self, digest: str, hosted: HostedVariant, arns: Arns) -> iam.CfnPolicy:
        weights = permissions.read(arns, hosted.artifact) if hosted.artifact else []
        pull = permissions.pull(hosted.image)
        return allow(self.role, f"Release{digest}", pull, *weights)

    def _allow_endpoint(
        self, logs: EndpointLogs, further: Sequence[Permission], foundation: Foundation
    ) -> iam.CfnPolicy:
        return allow(
            self.role,
            "Endpoint",
            permissions.log_in_to_registry,
            permissions.publish_metrics,
            permissions.write_logs(logs),
            *permissions.use_key(foundation.key_arn),
            *further,
        )


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

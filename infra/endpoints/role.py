"""The execution role of one endpoint."""

import hashlib

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.endpoints import permissions
from infra.endpoints.artifact import Artifact
from infra.endpoints.capture import EndpointCapture
from infra.endpoints.logs import EndpointLogs
from infra.foundation import Foundation
from infra.images.image import Image
from infra.permission import allow


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
        image: Image,
        artifact: Artifact | None,
        logs: EndpointLogs,
        capture: EndpointCapture | None,
        foundation: Foundation,
    ) -> None:
        super().__init__(scope, construct_id)
        self.role = iam.Role(self, "Role", assumed_by=_sagemaker(Stack.of(self)))
        self.policies = [
            self._allow_release(image, artifact),
            self._allow_endpoint(logs, capture, foundation),
        ]
        if foundation.placement:
            network = permissions.attach_to_network(self, foundation.placement)
            self.policies.append(allow(self.role, "Network", *network))

    def _allow_release(self, image: Image, artifact: Artifact | None) -> iam.Policy:
        weights = permissions.read(self, artifact) if artifact else []
        name = f"Release{_digest(image, artifact)}"
        return allow(self.role, name, permissions.pull(image), *weights)

    def _allow_endpoint(
        self, logs: EndpointLogs, capture: EndpointCapture | None, foundation: Foundation
    ) -> iam.Policy:
        captures = [permissions.write_captures(self, capture)] if capture else []
        return allow(
            self.role,
            "Endpoint",
            permissions.log_in_to_registry,
            permissions.publish_metrics,
            permissions.write_logs(logs),
            *permissions.use_key(foundation.key),
            *captures,
        )


def _sagemaker(stack: Stack) -> iam.ServicePrincipal:
    """SageMaker, on behalf of this account and region only.

    The ARN ends in `*` because SageMaker presents no single endpoint or model here.
    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
    """
    source = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:*"
    return iam.ServicePrincipal(
        "sagemaker.amazonaws.com", conditions={"ArnLike": {"aws:SourceArn": source}}
    )


def _digest(image: Image, artifact: Artifact | None) -> str:
    key = artifact.key if artifact else ""
    return hashlib.sha256(f"{image.name} {key}".encode()).hexdigest()[:8]

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
        weights = permissions.read(self, artifact) if artifact else []
        self._allow(f"Release{_digest(image, artifact)}", permissions.pull(image), *weights)
        self._allow(
            "Endpoint",
            permissions.log_in_to_registry(),
            permissions.publish_metrics(),
            permissions.write_logs(logs),
            *permissions.use_key(foundation.key),
            *([permissions.write_captures(capture)] if capture else []),
        )
        if foundation.placement:
            self._allow("Network", *permissions.attach_to_network(self))

    def _allow(self, name: str, *statements: iam.PolicyStatement) -> None:
        policy = iam.Policy(self, name, statements=list(statements))
        policy.attach_to_role(self.role)


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
    repository = image.uri.partition("/")[2].partition(":")[0]
    return hashlib.sha256(f"{repository} {key}".encode()).hexdigest()[:8]

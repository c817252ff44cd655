"""The execution role of one endpoint."""

import hashlib
from collections.abc import Mapping, Sequence

from constructs import Construct

from infra.arns import Arns
from infra.endpoints import permissions
from infra.endpoints.hosted_variant import HostedVariant
from infra.foundation import Foundation
from infra.permission import Permission, allow, role_for


class ExecutionRole(Construct):
    """Role that SageMaker assumes to run one endpoint: what it needs, and nothing else.

    What an update may exchange for something else (artifact and image of a release, the places of
    results) has a policy of its own, whose logical id changes with it: CloudFormation adds the new
    one first and removes the old one last, so that what is left of the old fleet can still work.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        variants: Sequence[HostedVariant],
        always: Sequence[Permission],
        exchanged: Mapping[str, Sequence[Permission]],
        foundation: Foundation,
    ) -> None:
        super().__init__(scope, construct_id)
        arns = foundation.arns
        # The ARN ends in `*` because SageMaker presents no single endpoint or model here:
        # https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
        role = role_for(self, "sagemaker", always, source_arn=arns.of("sagemaker", "*"))
        self.arn = role.attr_arn
        policies = {**_of_releases(variants, arns), **exchanged}
        if foundation.placement:
            policies["Network"] = permissions.attach_to_network(arns, foundation.placement)
        name = role.ref
        self.policies = [
            allow(role, policy, *permitted, role_name=name)
            for policy, permitted in policies.items()
        ]


def _of_releases(variants: Sequence[HostedVariant], arns: Arns) -> dict[str, Sequence[Permission]]:
    """What each release needs; variants of one release in one image share a policy."""
    return {f"Release{_digest(each)}": _of_release(each, arns) for each in variants}


def _of_release(hosted: HostedVariant, arns: Arns) -> list[Permission]:
    weights = permissions.read(arns, hosted.artifact) if hosted.artifact else []
    return [permissions.pull(hosted.image), *weights]


def _digest(hosted: HostedVariant) -> str:
    key = hosted.artifact.key if hosted.artifact else ""
    return hashlib.sha256(f"{hosted.image.name} {key}".encode()).hexdigest()[:8]

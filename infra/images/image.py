"""An image that a model runs in."""

import re
from dataclasses import dataclass

from aws_cdk import Stack
from constructs import Construct

from infra.config.catalogue.partitions import partition

PLATFORM = "linux/amd64"
"""What our images are built for, on every machine; Graviton instances are refused for them."""
OUTPUT = "type=docker"
"""Docker's own manifest: SageMaker refuses OCI manifests, which Docker Desktop writes by default.

Source: https://github.com/aws/amazon-sagemaker-feedback/issues/180
"""

_URI = re.compile(r"(?P<account>[0-9]{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[^/]+/(?P<name>.+):")


@dataclass(frozen=True)
class Image:
    """An image in ECR."""

    name: str
    """What it is called here: a folder of `containers/`, or the repository of AWS."""
    uri: str
    """`ACCOUNT.dkr.ecr.REGION.SUFFIX/REPOSITORY:TAG`."""
    repository_arn: str
    """Its repository, for the permission to pull."""


def managed_image(scope: Construct, uri: str) -> Image:
    """An image that AWS publishes, from its literal URI.

    Raises:
        ValueError: the URI is not one of ECR.
    """
    match = _URI.match(uri)
    if match is None:
        raise ValueError(f"{uri} is not an ECR image; write ACCOUNT.dkr.ecr.REGION.SUFFIX/NAME:TAG")
    arn = Stack.of(scope).format_arn(
        service="ecr",
        account=match["account"],
        region=match["region"],
        resource="repository",
        resource_name=match["name"],
    )
    return Image(match["name"], uri, arn)


def own_image(scope: Construct, container: str, *, repository: str, tag: str) -> Image:
    """An image of ours, in a repository of the account and region of the scope's stack.

    Args:
        scope: a construct of the stack that uses it.
        container: folder of `containers/`.
        repository: name of the ECR repository, which may be a token.
        tag: digest of the content.
    """
    stack = Stack.of(scope)
    registry = f"{stack.account}.dkr.ecr.{stack.region}.{partition(stack.region).url_suffix}"
    arn = stack.format_arn(service="ecr", resource="repository", resource_name=repository)
    return Image(container, f"{registry}/{repository}:{tag}", arn)

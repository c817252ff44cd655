"""An image that a model runs in."""

import re
from dataclasses import dataclass

from aws_cdk import Stack
from constructs import Construct

_URI = re.compile(r"(?P<account>[0-9]{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[^/]+/(?P<name>.+):")


@dataclass(frozen=True)
class Image:
    """An image in ECR."""

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
    return Image(uri, arn)

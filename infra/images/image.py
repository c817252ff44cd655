"""An image that a model runs in."""

import re
from dataclasses import dataclass

from infra.arns import Arns
from infra.config.amis import Cuda

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
    cuda: Cuda | None = None
    """Its CUDA version, which decides what driver its instances need; None where it has none, or
    nobody knows."""


def managed_image(arns: Arns, uri: str, *, cuda: Cuda | None = None) -> Image:
    """An image that AWS publishes, from its literal URI.

    Raises:
        ValueError: the URI is not one of ECR.
    """
    match = _URI.match(uri)
    if match is None:
        raise ValueError(f"{uri} is not an ECR image; write ACCOUNT.dkr.ecr.REGION.SUFFIX/NAME:TAG")
    repository = arns.repository(match["name"], account=match["account"])
    return Image(match["name"], uri, repository, cuda)


def own_image(arns: Arns, container: str, *, repository: str, tag: str, cuda: Cuda | None) -> Image:
    """An image of ours, in a repository of the environment's account and region.

    Args:
        arns: of the environment.
        container: folder of `containers/`.
        repository: name of the ECR repository, which may be a token.
        tag: digest of the content.
        cuda: its CUDA version.
    """
    uri = f"{arns.registry}/{repository}:{tag}"
    return Image(container, uri, arns.repository(repository), cuda)

"""What the endpoints of one environment stand on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import aws_kms as kms

from infra.arns import Arns
from infra.config.model_card import ModelCard, Release
from infra.config.references import ReleaseReference
from infra.images.sources import ImageSource
from infra.placement import Placement

Fetch = Callable[[Release], Path | None]
"""Brings a release's artifact to this machine; None when it stays where it is (S3, a hub)."""
Find = Callable[[ReleaseReference], Release]
"""Finds the release that an environment names."""
FindCard = Callable[[str], ModelCard]
"""Finds a model card by the model's name."""


@dataclass(frozen=True)
class Foundation:
    """Shared parts of an environment, made by its other stacks."""

    environment: str
    """Name of the environment."""
    arns: Arns
    """ARNs of its account and region."""
    key: kms.IKey
    """Encrypts logs, buckets, topics and, where an instance has an EBS volume, that volume."""
    key_arn: str
    """Its ARN: asking the key each time would be a call into another process."""
    images: ImageSource
    """Where the images of `containers/` come from."""
    find: Find
    """Finds releases in the model cards."""
    find_answering: Find
    """Finds the release whose container answers: on the local AWS, it may be a stand-in."""
    find_card: FindCard
    """Finds model cards."""
    fetch: Fetch
    """Brings artifacts to this machine."""
    cache: Path
    """Folder of this machine for what can be made again."""
    protect: bool
    """Whether stateful resources survive the deletion of their stack."""
    log_retention_days: int
    """Days that log lines are kept."""
    captures: str
    """Name of the bucket of captured requests and responses."""
    results: str
    """Name of the bucket of async inputs, results and failures."""
    models: str
    """Name of the bucket of multi-model endpoints' archives."""
    scaling: str
    """ARN of the function that registers variants for scaling."""
    publishing: str
    """ARN of the function that publishes the configured models of multi-model endpoints."""
    stream: str
    """ARN of the stream of inference records."""
    delivery_role: str
    """ARN of the role under which CloudWatch Logs writes to the stream."""
    placement: Placement | None = None
    """Subnets and security groups of the instances; None for SageMaker's own network."""

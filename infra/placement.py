"""Where in the network the instances of an environment sit."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Placement:
    """The VpcConfig of SageMaker models."""

    subnets: Sequence[str]
    security_groups: Sequence[str]

"""What CloudFormation asks for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Archive:
    """The archive of a release, as an asset of the deployment."""

    name: str
    """Its name below the endpoint's prefix, and so the `TargetModel`."""
    bucket: str
    """Bucket of the asset."""
    key: str
    """Key of the asset, in which the digest of its content stands."""


@dataclass(frozen=True)
class PublishRequest:
    """The archives of one endpoint."""

    bucket: str
    """Bucket of the environment's models."""
    prefix: str
    """The endpoint's prefix in it, with a slash at its end."""
    archives: tuple[Archive, ...]

    @classmethod
    def from_event(cls, event: Mapping[str, Any]) -> Self:
        """The request of an event."""
        properties = event["ResourceProperties"]
        return cls(
            bucket=properties["Bucket"],
            prefix=properties["Prefix"],
            archives=tuple(Archive(**row) for row in json.loads(properties["Archives"])),
        )

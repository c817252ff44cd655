"""A variant of an endpoint, with what its release runs from."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from constructs import Construct

from infra.config.endpoints import ServedVariant
from infra.config.endpoints.variants import PRIMARY
from infra.config.model_card import Release
from infra.endpoints.artifact import Artifact, artifact_of
from infra.endpoints.image import image_of
from infra.foundation import Foundation
from infra.images.image import Image

FindArtifact = Callable[[Construct, Release, Path | None], Artifact | None]


@dataclass(frozen=True)
class HostedVariant:
    """One variant: its release, the image that runs it, and its weights in S3."""

    variant: ServedVariant
    release: Release
    image: Image
    artifact: Artifact | None
    """None when the container, or SageMaker at an invocation, fetches the weights."""

    @property
    def name(self) -> str:
        """The variant's name."""
        return self.variant.name

    def construct_id(self, part: str) -> str:
        """Id of a construct that belongs to the variant."""
        return part_of_variant(self.name, part)


def part_of_variant(variant: str, part: str) -> str:
    """Id of a construct that belongs to a variant; an endpoint's only variant goes without saying.

    So a template does not change when the only variant is given its name.
    """
    return part if variant == PRIMARY else f"{variant}-{part}"


def hosted(
    scope: Construct,
    variant: ServedVariant,
    foundation: Foundation,
    *,
    artifact: FindArtifact = artifact_of,
) -> HostedVariant:
    """Bring the image and the weights of a variant's release to where SageMaker gets them.

    Args:
        scope: the construct of the endpoint.
        variant: the variant.
        foundation: of the environment.
        artifact: how the weights are stored; default: as they are.
    """
    release = foundation.find(variant.model)
    return HostedVariant(
        variant,
        release,
        image_of(scope, variant, release, foundation=foundation),
        artifact(scope, release, foundation.fetch(release)),
    )

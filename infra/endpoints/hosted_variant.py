"""A variant of an endpoint, with what its release runs from."""

from dataclasses import dataclass

from constructs import Construct

from infra.config.endpoints import ServedVariant
from infra.config.endpoints.variants import PRIMARY
from infra.config.model_card import ModelCard, Release
from infra.endpoints.artifact import Artifact, artifact_of, packed_artifact_of
from infra.endpoints.image import image_of
from infra.foundation import Foundation
from infra.images.image import Image


@dataclass(frozen=True)
class HostedVariant:
    """One variant: its release, the image that runs it, and its weights in S3."""

    variant: ServedVariant
    card: ModelCard
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


def host(scope: Construct, variant: ServedVariant, foundation: Foundation) -> HostedVariant:
    """A variant on instances, whose weights are stored as they are."""
    release = foundation.find(variant.model)
    artifact = artifact_of(scope, release, foundation.fetch(release), cache=foundation.cache)
    return _hosted(scope, variant, foundation, artifact)


def host_packed(scope: Construct, variant: ServedVariant, foundation: Foundation) -> HostedVariant:
    """A variant whose weights are one archive."""
    release = foundation.find(variant.model)
    weights = foundation.fetch(release)
    artifact = packed_artifact_of(scope, release, weights, cache=foundation.cache)
    return _hosted(scope, variant, foundation, artifact)


def host_without_weights(
    scope: Construct, variant: ServedVariant, foundation: Foundation
) -> HostedVariant:
    """A variant whose weights SageMaker fetches when a request names them."""
    return _hosted(scope, variant, foundation, None)


def _hosted(
    scope: Construct, variant: ServedVariant, foundation: Foundation, artifact: Artifact | None
) -> HostedVariant:
    release, card = foundation.find(variant.model), foundation.find_card(variant.model.model)
    image = image_of(scope, variant, release, foundation=foundation)
    return HostedVariant(variant, card, release, image, artifact)

"""The image of a release: one of ours, or one that AWS publishes."""

from constructs import Construct

from infra.config import catalogue
from infra.config.endpoints import ServedVariant
from infra.config.model_card import ManagedImage, Release
from infra.endpoints import hardware
from infra.foundation import Foundation
from infra.images.image import Image, managed_image


def image_of(
    scope: Construct, variant: ServedVariant, release: Release, *, foundation: Foundation
) -> Image:
    """The image for the instance's kind of processor, in the environment's region."""
    container = release.container
    if not isinstance(container, ManagedImage):
        return foundation.images.image(scope, container)
    instance = hardware.instance_of(variant)
    processor = instance.kind if instance else "cpu"
    version = catalogue.managed_image(container.managed, container.version)
    uri = version.uri(region=foundation.arns.region, processor=processor)
    return managed_image(foundation.arns, uri, cuda=version.cuda(processor))

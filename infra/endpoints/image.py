"""The image of a release: one of ours, or one that AWS publishes."""

from aws_cdk import Stack
from constructs import Construct

from infra.config.catalogue import managed_image_uri
from infra.config.endpoints.realtime import RealtimeEndpoint
from infra.config.model_card import ManagedImage, Release
from infra.endpoints import hardware
from infra.images.image import Image, managed_image
from infra.images.sources import ImageSource


def image_of(
    scope: Construct, settings: RealtimeEndpoint, release: Release, *, images: ImageSource
) -> Image:
    """The image for the instance's kind of processor, in the region of the scope's stack."""
    container = release.container
    if not isinstance(container, ManagedImage):
        return images.image(scope, container)
    uri = managed_image_uri(
        container.managed,
        container.version,
        region=Stack.of(scope).region,
        processor="gpu" if hardware.instance_of(settings).accelerator else "cpu",
    )
    return managed_image(scope, uri)

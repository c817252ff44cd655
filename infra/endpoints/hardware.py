"""What an endpoint's instance type decides about its container."""

from infra.config.amis import choose_ami
from infra.config.catalogue import Instance, instances, managed_image
from infra.config.endpoints.realtime import RealtimeEndpoint
from infra.config.model_card import ManagedImage, Release


def instance_of(endpoint: RealtimeEndpoint) -> Instance:
    """The hardware of the endpoint's instance type."""
    return instances()[endpoint.instance]


def accelerators(instance: Instance) -> int:
    """Accelerators of one instance; 0 on CPU instances."""
    return instance.accelerator.count if instance.accelerator else 0


def inference_ami(endpoint: RealtimeEndpoint, release: Release) -> str | None:
    """The InferenceAmiVersion: as configured, or what the managed image's CUDA demands."""
    if endpoint.inference_ami is not None:
        return endpoint.inference_ami
    instance = instance_of(endpoint)
    container = release.container
    if instance.kind != "gpu" or not isinstance(container, ManagedImage):
        return None
    image = managed_image(container.managed, container.version)
    return choose_ami(instance, image.cuda("gpu"))

"""What an endpoint's instance type decides about its container."""

from infra.config.catalogue import Instance, instances, managed_image
from infra.config.endpoints.realtime import RealtimeEndpoint
from infra.config.model_card import ManagedImage, Release

AMI_OF_CUDA_13 = "al2023-ami-sagemaker-inference-gpu-4-1"
"""AMI with the 580 driver, which CUDA 13 images need (RT-AMI-03)."""


def instance_of(endpoint: RealtimeEndpoint) -> Instance:
    """The hardware of the endpoint's instance type."""
    return instances()[endpoint.instance]


def accelerators(instance: Instance) -> int:
    """Accelerators of one instance; 0 on CPU instances."""
    return instance.accelerator.count if instance.accelerator else 0


def inference_ami(endpoint: RealtimeEndpoint, release: Release) -> str | None:
    """The InferenceAmiVersion: as configured, or what the managed image's CUDA demands."""
    if endpoint.inference_ami:
        return endpoint.inference_ami
    driver = instance_of(endpoint).default_driver
    if driver is None or not isinstance(release.container, ManagedImage):
        return None
    cuda = managed_image(release.container.managed, release.container.version).cuda("gpu")
    return AMI_OF_CUDA_13 if cuda is not None and cuda > driver.cuda else None

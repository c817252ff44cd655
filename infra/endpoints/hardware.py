"""What a variant's instance type decides about its container."""

from infra.config.amis import NEURON_AMI, accepts, choose_ami
from infra.config.catalogue import Instance, instances, managed_image
from infra.config.endpoints import ServedVariant
from infra.config.model_card import ManagedImage, Release


def instance_of(variant: ServedVariant) -> Instance | None:
    """The hardware of a variant's instance type; None on serverless endpoints."""
    return None if variant.instance is None else instances()[variant.instance]


def accelerators(instance: Instance | None) -> int:
    """Accelerators of one instance; 0 where only CPUs compute."""
    return instance.accelerator.count if instance and instance.accelerator else 0


def inference_ami(variant: ServedVariant, release: Release) -> str | None:
    """The InferenceAmiVersion that the image needs, or None when the default serves it.

    A managed image's CUDA decides on GPUs. On Inferentia2 and Trainium it is the one AMI that AWS
    names for them, because nothing says which Neuron driver an instance has without it.
    """
    instance = instance_of(variant)
    if instance is None or instance.kind == "cpu":
        return None
    if instance.kind == "neuron":
        return NEURON_AMI if accepts(instance, NEURON_AMI) else None
    container = release.container
    if not isinstance(container, ManagedImage):
        return None
    return choose_ami(instance, managed_image(container.managed, container.version).cuda("gpu"))

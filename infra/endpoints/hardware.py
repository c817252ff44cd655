"""What a variant's instance type decides about its container."""

from infra.config.amis import NEURON_AMI, Cuda, accepts, choose_ami
from infra.config.catalogue import Instance, instances
from infra.config.endpoints import ServedVariant


def instance_of(variant: ServedVariant) -> Instance | None:
    """The hardware of a variant's instance type; None on serverless endpoints."""
    return None if variant.instance is None else instances()[variant.instance]


def accelerators(instance: Instance | None) -> int:
    """Accelerators of one instance; 0 where only CPUs compute."""
    return instance.accelerator.count if instance and instance.accelerator else 0


def inference_ami(variant: ServedVariant, cuda: Cuda | None) -> str | None:
    """The InferenceAmiVersion that the image needs, or None when the default serves it.

    The image's CUDA version decides on GPUs. On Inferentia2 and Trainium it is the one AMI that AWS
    names for them, because nothing says which Neuron driver an instance has without it.
    """
    instance = instance_of(variant)
    if instance is None or instance.kind == "cpu":
        return None
    if instance.kind == "neuron":
        return NEURON_AMI if accepts(instance, NEURON_AMI) else None
    return choose_ami(instance, cuda)

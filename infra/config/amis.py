"""InferenceAmiVersion: which GPU driver an instance boots with.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html and the
ProductionVariantInferenceAmiVersion of botocore's SageMaker model.
"""

from infra.config.catalogue import Instance

Cuda = tuple[int, int]

GPU_AMIS: dict[str, Cuda] = {
    "al2-ami-sagemaker-inference-gpu-2": (12, 2),
    "al2-ami-sagemaker-inference-gpu-2-1": (12, 2),
    "al2-ami-sagemaker-inference-gpu-3-1": (12, 4),
    "al2023-ami-sagemaker-inference-gpu-4-1": (13, 0),
}
"""The newest CUDA version that the driver of each AMI serves."""
NEURON_AMI = "al2-ami-sagemaker-inference-neuron-2"
KNOWN_AMIS = (*GPU_AMIS, NEURON_AMI)


def choose_ami(instance: Instance, cuda: Cuda | None) -> str | None:
    """The AMI to name for an image, or None when the instance's default serves it.

    A driver serves every image of its own CUDA major version and of older ones, so an AMI is named
    only where the default driver's major version is older than the image's. Of the AMIs that
    the type accepts, the first that is at least as new as the image within its major version is
    taken, else the newest of that major version, else the first newer one.

    Args:
        instance: the instance type.
        cuda: CUDA version of the image; None when it needs none, or when its tag does not tell.

    Returns:
        A value of InferenceAmiVersion, or None. None also where no AMI serves the image:
        `serves` tells.
    """
    if cuda is None or instance.default_driver is None:
        return None
    if instance.default_driver.cuda[0] >= cuda[0]:
        return None
    accepted = [ami for ami in instance.allowed_ami_overrides if ami in GPU_AMIS]
    newer = [ami for ami in accepted if GPU_AMIS[ami][0] >= cuda[0]]
    same_major = [ami for ami in newer if GPU_AMIS[ami][0] == cuda[0]]
    exact = [ami for ami in same_major if GPU_AMIS[ami] >= cuda]
    if exact:
        return exact[0]
    return same_major[-1] if same_major else next(iter(newer), None)


def serves(instance: Instance, ami: str | None, cuda: Cuda) -> bool:
    """Whether the driver of an AMI, or of the instance's default, serves an image."""
    if ami in GPU_AMIS:
        return GPU_AMIS[ami][0] >= cuda[0]
    driver = instance.default_driver
    return driver is not None and driver.cuda[0] >= cuda[0]


def accepts(instance: Instance, ami: str) -> bool:
    """Whether an instance type accepts an AMI: one of its overrides, or its default by name."""
    if ami == NEURON_AMI:
        return instance.kind == "neuron" and instance.family != "inf1"
    default = instance.default_driver.ami if instance.default_driver else None
    return ami == default or ami in instance.allowed_ami_overrides

import pytest

from infra.config.amis import NEURON_AMI, accepts, choose_ami, serves
from infra.config.catalogue import instances

GPU_2 = "al2-ami-sagemaker-inference-gpu-2"
GPU_3 = "al2-ami-sagemaker-inference-gpu-3-1"
GPU_4 = "al2023-ami-sagemaker-inference-gpu-4-1"


@pytest.mark.parametrize(
    ("instance", "cuda", "ami"),
    [
        ("ml.g6.xlarge", (13, 0), GPU_4),
        ("ml.g6.xlarge", (12, 9), None),
        ("ml.g5.xlarge", (13, 0), GPU_4),
        ("ml.g5.xlarge", (12, 9), GPU_3),
        ("ml.g5.xlarge", (12, 4), GPU_3),
        ("ml.g5.xlarge", (12, 1), GPU_2),
        ("ml.g5.xlarge", (11, 8), None),
        ("ml.g7e.2xlarge", (13, 0), None),
        ("ml.p3.2xlarge", (13, 0), None),
        ("ml.c5.large", (13, 0), None),
        ("ml.g6.xlarge", None, None),
    ],
)
def test_ami_that_serves_the_image(
    instance: str, cuda: tuple[int, int] | None, ami: str | None
) -> None:
    assert choose_ami(instances()[instance], cuda) == ami


@pytest.mark.parametrize(
    ("instance", "ami", "cuda", "served"),
    [
        ("ml.g6.xlarge", None, (12, 9), True),
        ("ml.g6.xlarge", None, (13, 0), False),
        ("ml.g6.xlarge", GPU_4, (13, 0), True),
        ("ml.p3.2xlarge", None, (11, 8), False),
    ],
)
def test_driver_serves_images_of_its_major_version(
    instance: str, ami: str | None, cuda: tuple[int, int], served: bool
) -> None:
    assert serves(instances()[instance], ami, cuda) is served


@pytest.mark.parametrize(
    ("instance", "ami", "accepted"),
    [
        ("ml.g6.xlarge", GPU_3, True),
        ("ml.g6.xlarge", "al2-ami-sagemaker-inference-gpu-2-1", True),  # its default, by name
        ("ml.g6.xlarge", GPU_2, False),
        ("ml.inf2.xlarge", NEURON_AMI, True),
        ("ml.inf1.xlarge", NEURON_AMI, False),
        ("ml.c5.large", GPU_4, False),
    ],
)
def test_instance_accepts_its_default_and_its_overrides(
    instance: str, ami: str, accepted: bool
) -> None:
    assert accepts(instances()[instance], ami) is accepted

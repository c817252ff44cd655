from pathlib import Path
from typing import Any

import pytest

from infra.arns import Arns
from infra.config.amis import Cuda
from infra.config.endpoints import ServedVariant
from infra.config.references import parse_reference
from infra.endpoints.hardware import inference_ami
from infra.images.sources import LocalImages

ROOT = Path(__file__).parents[3]
NEW = "al2023-ami-sagemaker-inference-gpu-4-1"


def variant(instance: str | None) -> ServedVariant:
    return ServedVariant("primary", parse_reference("qwen3-8b@4"), instance)


@pytest.mark.parametrize(
    ("instance", "cuda", "ami"),
    [
        ("ml.g6.2xlarge", (13, 0), NEW),
        ("ml.g6.2xlarge", (12, 4), None),
        ("ml.g6.2xlarge", None, None),
        ("ml.m5.large", (13, 0), None),
        (None, (13, 0), None),
    ],
)
def test_ami_follows_from_the_cuda_of_the_image(
    instance: str | None, cuda: Cuda | None, ami: str | None
) -> None:
    assert inference_ami(variant(instance), cuda) == ami


@pytest.mark.parametrize(("container", "cuda"), [("vllm", (13, 0)), ("llamacpp", None)])
def test_image_of_the_project_tells_its_cuda(container: str, cuda: Cuda | None) -> None:
    nowhere: Any = None
    image = LocalImages(ROOT, Arns("000000000000", "eu-west-1")).image(nowhere, container)
    assert image.cuda == cuda

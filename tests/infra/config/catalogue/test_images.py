import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.config.catalogue import images, managed_image
from infra.config.catalogue.images import UnknownImageError

PUBLISHED = Path(__file__).with_name("published_images.txt").read_text(encoding="utf-8")
"""URIs that the SageMaker SDK gives for the newest version of each family."""


NOT_COMPARED = {
    "huggingface-llamacpp",
    "huggingface-sglang",
    "llama-cpp-arm64",
    "sglang-server",
    "vllm-server",
}
"""Families for which no URI of the SDK is at hand."""


def every_version() -> Iterator[tuple[str, str]]:
    data = json.loads(images.DATA.read_text(encoding="utf-8"))
    for family, row in data["families"].items():
        yield from ((family, version) for version in row["versions"])


@pytest.mark.parametrize("line", PUBLISHED.splitlines())
def test_uri_is_that_of_the_sagemaker_sdk(line: str) -> None:
    family, uri = line.split(" ")
    image, region = managed_image(family), uri.split(".")[3]
    assert uri in {image.uri(region=region, processor=processor) for processor in image.tags}


def test_every_family_is_compared_with_the_sagemaker_sdk() -> None:
    compared = {line.split(" ")[0] for line in PUBLISHED.splitlines()}
    assert {family for family, _ in every_version()} - compared == NOT_COMPARED


def test_version_can_be_shortened() -> None:
    assert managed_image("vllm", "0.27").version == "0.27.1"


def test_uri_by_name_version_region_and_processor() -> None:
    uri = managed_image("vllm", "0.30.0").uri(region="eu-west-1", processor="gpu")
    assert uri == (
        "763104351884.dkr.ecr.eu-west-1.amazonaws.com/"
        "vllm:0.30.0-gpu-py312-cu130-ubuntu24.04-sagemaker"
    )


@pytest.mark.parametrize(
    ("family", "version", "cuda"),
    [
        ("vllm", "0.30.0", (13, 0)),
        ("huggingface-llm", "3.3.6", (12, 4)),
        ("huggingface-llm", "0.6.0", (11, 8)),
        ("vllm-server", "2.6", (13, 0)),
        ("llama-cpp", "1.0.1", (13, 0)),
        ("sagemaker-tritonserver", "24.09", (12, 6)),
    ],
)
def test_cuda_version_of_the_tag(family: str, version: str, cuda: tuple[int, int] | None) -> None:
    assert managed_image(family, version).cuda("gpu") == cuda


def test_image_without_a_gpu_has_no_cuda() -> None:
    assert managed_image("llama-cpp").cuda("cpu") is None
    assert managed_image("djl-neuronx").cuda("neuron") is None


def test_cuda_of_every_gpu_image_is_known() -> None:
    images = [managed_image(family, version) for family, version in every_version()]
    silent = [str(image) for image in images if "gpu" in image.tags and image.cuda("gpu") is None]
    assert silent == []


@pytest.mark.parametrize(
    ("family", "version", "tag"),
    [
        ("djl-neuronx", "0.29.0", "0.29.0-neuronx-sdk2.19.1"),
        ("huggingface-llm-neuronx", "0.3.0", "2.7.0-optimum3.3.6-neuronx-py310-ubuntu22.04"),
        (
            "huggingface-neuronx",
            "4.36.2",
            "2.1.2-transformers4.36.2-neuronx-py310-sdk2.18.0-ubuntu20.04",
        ),
        ("huggingface-vllm-neuronx", "0.4.1", "0.10.2-neuronx-py310-sdk2.26.0-ubuntu22.04"),
    ],
)
def test_tag_of_a_neuron_image(family: str, version: str, tag: str) -> None:
    assert managed_image(family, version).tags == {"neuron": tag}


def test_unknown_family_names_the_nearest() -> None:
    with pytest.raises(UnknownImageError, match=r"no managed image 'vlm'; did you mean 'vllm'\?"):
        managed_image("vlm")


@pytest.mark.parametrize(
    ("name", "family"),
    [("tgi", "huggingface-llm"), ("TEI", "huggingface-tei"), ("triton", "sagemaker-tritonserver")],
)
def test_name_of_what_runs_in_an_image_leads_to_its_family(name: str, family: str) -> None:
    with pytest.raises(UnknownImageError, match=f"'{name}'; did you mean '{family}'"):
        managed_image(name)


def test_every_common_name_leads_to_a_family() -> None:
    families = {family for family, _ in every_version()}
    assert set(images.COMMONLY_CALLED.values()) <= families


def test_unknown_version_names_the_newest() -> None:
    with pytest.raises(UnknownImageError, match=r"vllm has no version '9'; the newest are: .*0.30"):
        managed_image("vllm", "9")


def test_image_that_is_not_built_for_the_processor() -> None:
    with pytest.raises(UnknownImageError, match=r"vllm 0.30.0 is built for gpu, not for cpu"):
        managed_image("vllm", "0.30.0").uri(region="eu-west-1", processor="cpu")


def test_image_that_is_not_published_in_the_region() -> None:
    with pytest.raises(UnknownImageError, match=r"vllm 0.30.0 is not published in us-gov-west-1"):
        managed_image("vllm", "0.30.0").uri(region="us-gov-west-1", processor="gpu")

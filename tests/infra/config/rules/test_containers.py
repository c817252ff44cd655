from pathlib import Path
from typing import Any

import pytest

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import (
    environment,
    large_card,
    large_endpoint,
    large_release,
    small_card,
    small_endpoint,
    small_release,
    write_text,
)


def test_container_without_a_dockerfile(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(container="tyni")})
    assert broken(models={"small": card}) == [
        "releases.1.container  there is no containers/tyni/Dockerfile; known are: tiny; for "
        "an image of AWS write {managed: NAME}  [CONTAINER]"
    ]


@pytest.mark.parametrize(
    ("container", "found"),
    [
        ({"managed": "vlm"}, "there is no managed image 'vlm'; did you mean 'vllm'?"),
        (
            {"managed": "vllm", "version": "0.1"},
            "vllm has no version '0.1'; the newest are: 0.26.0, 0.27.1, 0.28.0, 0.29.0, 0.30.0",
        ),
    ],
)
def test_image_that_aws_does_not_publish(
    broken: Broken, container: dict[str, Any], found: str
) -> None:
    card = large_card(releases={"1": large_release(container=container)})
    assert broken(models={"large": card}) == [f"releases.1.container  {found}  [IMAGE]"]


@pytest.mark.parametrize("name", ["my folder", "Tiny", "../containers/tiny", ".", "t" * 101])
def test_folder_name_that_makes_no_image_name(broken: Broken, name: str) -> None:
    card = small_card(releases={"1": small_release(container=name)})
    assert (
        f"releases.1.container  {name!r} is no name for an image: up to 100 lower-case letters and "
        "digits, with single dots, hyphens or underscores between them; name a folder of "
        "containers/, or rename it  [SM-IMG-01]"
    ) in broken(models={"small": card})


def test_gpu_image_on_a_cpu_instance(broken_large: Broken) -> None:
    assert broken_large(instance="ml.m5.4xlarge") == [
        "endpoints.chat.instance  vllm 0.30.0 is built for gpu instances, and ml.m5.4xlarge is "
        "a cpu instance; choose a gpu instance, or a release with another container  [IMAGE]"
    ]


def test_x86_container_on_graviton(broken_small: Broken) -> None:
    assert (
        "endpoints.chat.instance  tiny is built for x86_64, and ml.m6g.large is arm64; choose "
        "an x86_64 instance  [IMAGE]"
    ) in broken_small(instance="ml.m6g.large")


def test_image_that_the_region_does_not_have(broken: Broken) -> None:
    found = broken(region="us-gov-west-1", endpoints={"chat": large_endpoint()})
    assert found == [
        "endpoints.chat.model  AWS does not publish vllm 0.30.0, the image of large@1, in "
        "us-gov-west-1; choose another region, or a release with another version or image  "
        "[SM-IMG-01]"
    ]


def test_unbuilt_images_in_a_real_account(broken: Broken) -> None:
    assert broken(images="local") == [
        "endpoints.chat.model  `images: local` builds no image of containers/tiny, and account "
        "111122223333 has none; write `images: codebuild`, or the account of the local AWS, "
        "000000000000  [IMAGE]"
    ]


def test_unbuilt_images_on_the_local_aws_are_allowed(broken: Broken) -> None:
    local = environment(images="local", account="000000000000")
    assert broken(environments={"local": local}) == []


def idle(instance: str, word: str, kind: str) -> str:
    return (
        f"endpoints.chat.instance  the Dockerfile of containers/tiny says nothing of {word}, so "
        f"the {kind} of {instance} would be paid for and idle; use a CPU instance, or a container "
        "that uses it  [CONTAINER]"
    )


def test_container_that_leaves_the_gpu_idle(broken_small: Broken) -> None:
    assert broken_small(instance="ml.g5.xlarge") == [idle("ml.g5.xlarge", "cuda", "gpu")]


def test_container_that_leaves_the_neuron_cores_idle(broken: Broken) -> None:
    release = small_release(neuron={"tensor_parallel_degree": 1})
    endpoint = small_endpoint(kind="inferentia", instance="ml.inf2.xlarge")
    assert idle("ml.inf2.xlarge", "neuron", "neuron") in broken(
        endpoints={"chat": endpoint}, models={"small": small_card(releases={"1": release})}
    )


def test_cpu_image_on_a_gpu_instance(broken: Broken) -> None:
    tei = large_release(container={"managed": "huggingface-tei-cpu", "version": "1.8.2"})
    assert broken(
        endpoints={"chat": large_endpoint()}, models={"large": large_card(releases={"1": tei})}
    ) == [
        "endpoints.chat.instance  huggingface-tei-cpu 1.8.2 is built for cpu instances, and "
        "ml.g6.2xlarge is a gpu instance; choose a cpu instance, or a release with another "
        "container  [IMAGE]"
    ]


def test_container_that_brings_cuda_is_allowed_on_a_gpu(broken: Broken, tmp_path: Path) -> None:
    write_text(tmp_path, "containers/cuda/Dockerfile", "FROM nvidia/cuda:13.0.2-runtime")
    card = small_card(releases={"1": small_release(container="cuda")})
    endpoint = small_endpoint(instance="ml.g5.xlarge")
    assert broken(endpoints={"chat": endpoint}, models={"small": card}) == []


GPU = "FROM scratch\nLABEL ai.lockgate.processor=gpu\nLABEL ai.lockgate.cuda=13.0\n"


@pytest.fixture
def broken_gpu(broken: Broken, tmp_path: Path) -> Broken:
    """A small model in a container of the project that needs a GPU."""
    write_text(tmp_path, "containers/needy/Dockerfile", GPU)
    card = small_card(name="fast", releases={"1": small_release(container="needy")})
    return lambda **changes: broken(
        endpoints={"chat": {"model": "fast@1", **changes}}, models={"fast": card}
    )


def test_container_that_needs_a_gpu_on_a_cpu_instance(broken_gpu: Broken) -> None:
    assert broken_gpu(kind="realtime", instance="ml.m5.large") == [
        "endpoints.chat.instance  containers/needy needs a GPU (its Dockerfile says LABEL "
        "ai.lockgate.processor=gpu), and ml.m5.large has none; choose a gpu instance, or a release "
        "with another container  [CONTAINER]"
    ]


def test_container_that_needs_a_gpu_on_a_serverless_endpoint(broken_gpu: Broken) -> None:
    assert broken_gpu(kind="serverless", memory_mb=4096) == [
        "endpoints.chat.model  containers/needy needs a GPU (its Dockerfile says LABEL "
        "ai.lockgate.processor=gpu), and a serverless endpoint has none; use kind: realtime or "
        "async on a gpu instance, or a release with another container  [CONTAINER]"
    ]


def test_container_that_needs_a_gpu_on_one(broken_gpu: Broken) -> None:
    assert broken_gpu(kind="realtime", instance="ml.g6.xlarge") == []


def test_time_to_first_token_of_a_container_of_the_project_on_a_gpu(broken_gpu: Broken) -> None:
    slo = {"ttft_p95": "800ms"}
    assert broken_gpu(kind="realtime", instance="ml.g6.xlarge", slo=slo) == []


def test_container_whose_cuda_is_newer_than_the_driver(broken_gpu: Broken) -> None:
    assert (
        "endpoints.chat.instance  containers/needy needs a driver for CUDA 13.0, and ml.p3.2xlarge "
        "would have no known driver; the container could not start; use an instance with a newer "
        "driver, as ml.g6.xlarge, or an older image  [RT-AMI-03]"
    ) in broken_gpu(kind="realtime", instance="ml.p3.2xlarge")

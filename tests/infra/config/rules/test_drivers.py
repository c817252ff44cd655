import pytest

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import large_card, large_endpoint, large_release

NEW = "al2023-ami-sagemaker-inference-gpu-4-1"


def test_ami_that_does_not_exist(broken_large: Broken) -> None:
    found = broken_large(inference_ami="al2023-ami-sagemaker-inference-gpu-4")
    assert found[0] == (
        "endpoints.chat.inference_ami  there is no InferenceAmiVersion "
        f"'al2023-ami-sagemaker-inference-gpu-4'; did you mean '{NEW}'?  [RT-AMI-01]"
    )
    assert len(found) == 1


def test_ami_that_the_instance_does_not_boot(broken_large: Broken) -> None:
    found = broken_large(inference_ami="al2-ami-sagemaker-inference-gpu-2")
    assert found[0] == (
        "endpoints.chat.inference_ami  ml.g6.2xlarge does not boot "
        "al2-ami-sagemaker-inference-gpu-2; remove inference_ami, or choose one that it accepts: "
        f"{NEW}  [RT-AMI-02]"
    )
    assert len(found) == 1


def test_ami_on_a_cpu_instance(broken_small: Broken) -> None:
    assert broken_small(inference_ami=NEW) == [
        f"endpoints.chat.inference_ami  ml.m5.large does not boot {NEW}; remove inference_ami  "
        "[RT-AMI-02]"
    ]


def test_cuda_13_image_on_a_named_older_ami(broken_large: Broken) -> None:
    assert broken_large(inference_ami="al2-ami-sagemaker-inference-gpu-3-1") == [
        "endpoints.chat.inference_ami  vllm 0.30.0 needs a driver for CUDA 13.0, and "
        "ml.g6.2xlarge would have al2-ami-sagemaker-inference-gpu-3-1; the container could not "
        f"start; remove inference_ami, and {NEW} is chosen  [RT-AMI-03]"
    ]


def test_cuda_13_image_on_an_instance_without_such_a_driver(broken_large: Broken) -> None:
    assert (
        "endpoints.chat.instance  vllm 0.30.0 needs a driver for CUDA 13.0, and ml.p3.2xlarge "
        "would have no known driver; the container could not start; use an instance with a newer "
        "driver, as ml.g6.xlarge, or an older image  [RT-AMI-03]"
    ) in broken_large(instance="ml.p3.2xlarge")


def test_cuda_13_image_gets_its_ami_by_itself(broken_large: Broken) -> None:
    assert broken_large() == []


@pytest.mark.parametrize("instance", ["ml.g5.xlarge", "ml.g6.xlarge"])
def test_cuda_12_image_runs_on_older_drivers(broken: Broken, instance: str) -> None:
    release = large_release(container={"managed": "huggingface-llm", "version": "3.3.6"})
    card = large_card(releases={"1": release})
    endpoint = large_endpoint(instance=instance)
    assert broken(endpoints={"chat": endpoint}, models={"large": card}) == []


def test_pair_that_was_seen_to_hang(broken: Broken) -> None:
    release = large_release(container={"managed": "huggingface-vllm", "version": "0.14.0"})
    card = large_card(releases={"1": release})
    endpoint = large_endpoint(inference_ami=NEW)
    assert broken(endpoints={"chat": endpoint}, models={"large": card}) == [
        "endpoints.chat.inference_ami  huggingface-vllm 0.14.0 has CUDA 12.9, which was reported "
        f"to hang in Creating on {NEW}; remove inference_ami  [RT-AMI-04]"
    ]


def test_driver_that_is_too_old_proposes_an_instance_that_the_model_fits(broken: Broken) -> None:
    release = large_release(bits_per_weight=32)
    found = broken(
        endpoints={"chat": large_endpoint(instance="ml.p3.16xlarge")},
        models={"large": large_card(releases={"1": release})},
    )
    assert [text for text in found if "as ml.g6.12xlarge, or an older image" in text]

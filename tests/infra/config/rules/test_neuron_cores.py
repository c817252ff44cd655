from typing import Any

import pytest

from tests.infra.config.conftest import Broken, Found
from tests.infra.config.samples import (
    neuron_card,
    neuron_endpoint,
    neuron_release,
)


def compiled(degree: int, **changes: Any) -> dict[str, Any]:
    release = neuron_release(neuron={"tensor_parallel_degree": degree}, **changes)
    return {"neuron": neuron_card(releases={"1": release})}


def test_more_cores_than_there_are(found: Found) -> None:
    assert found(neuron_endpoint(), models=compiled(4)) == [
        "model  neuron@1 is split over 4 NeuronCores, and ml.inf2.8xlarge has 2; use a larger "
        "instance, or compile a new release for 2 or fewer  [NEU-02]"
    ]


def test_heads_that_cannot_be_divided(found: Found) -> None:
    assert found(neuron_endpoint(instance="ml.inf2.24xlarge"), models=compiled(12)) == [
        "model  neuron@1 is split over 12 NeuronCores, by which its 32 attention heads cannot be "
        "divided; compile a new release for 2 or 4 or 8 cores  [NEU-02]"
    ]


def test_unknown_number_of_heads(found: Found) -> None:
    architecture = {**neuron_card()["architecture"], "attention_heads": None}
    assert found(neuron_endpoint(), models={"neuron": neuron_card(architecture=architecture)}) == [
        "model  neuron@1 is split over 2 NeuronCores, and its card does not say how many attention "
        "heads it has; add attention_heads to the architecture of models/neuron.yaml  [NEU-02]"
    ]


@pytest.mark.parametrize(
    ("instance", "fix"),
    [
        ("ml.inf2.8xlarge", "compile a new release for 2 cores"),
        ("ml.inf2.48xlarge", "compile a new release for 2 cores"),
    ],
)
def test_memory_of_the_cores_too_small(found: Found, instance: str, fix: str) -> None:
    assert found(neuron_endpoint(instance=instance), models=compiled(1)) == [
        "model  neuron@1 needs 18.0 GiB (weights 15.3, KV cache 2.2, overhead 0.5), and "
        f"there are 16.0 on the 1 NeuronCore that it runs on; {fix}  [NEU-02]"
    ]


def test_wider_split_may_need_a_larger_instance(found: Found) -> None:
    settings = {"context_length": 40960, "parallel_requests": 4}
    (message,) = found(neuron_endpoint(), models=compiled(2, settings=settings))
    assert message.endswith(
        "; compile a new release for 4 cores, on an instance with that many  [NEU-02]"
    )


def test_cache_that_no_split_holds(found: Found) -> None:
    settings = {"context_length": 40960, "parallel_requests": 500}
    (message,) = found(neuron_endpoint(), models=compiled(2, settings=settings))
    assert message.endswith(
        "; lower context_length or parallel_requests in a new release  [NEU-02]"
    )


def test_degree_that_is_not_documented(broken: Broken) -> None:
    endpoint = neuron_endpoint(instance="ml.trn1.32xlarge")
    messages = broken(region="us-east-1", endpoints={"chat": endpoint}, models=compiled(4))
    assert (
        "endpoints.chat.model  neuron@1 is split over 4 NeuronCores, and for ml.trn1.32xlarge the "
        "documentation lists 1, 2, 8, 32; compile a new release for one of these  [NEU-03]"
    ) in messages


def test_cores_that_no_copy_uses(found: Found) -> None:
    assert found(neuron_endpoint(instance="ml.inf2.24xlarge")) == [
        "model  10 NeuronCores of ml.inf2.24xlarge would be idle: 1 of neuron@1 on 2 cores each; "
        "use a smaller instance, or compile a new release for more cores  [NEURON]"
    ]


def test_image_that_starts_several_copies_uses_them_all(found: Found) -> None:
    lmi = {"managed": "djl-neuronx", "version": "0.29.0"}
    endpoint = neuron_endpoint(instance="ml.inf2.24xlarge")
    assert found(endpoint, models=compiled(4, container=lmi)) == []


def test_idle_cores_that_no_other_release_or_instance_uses(found: Found) -> None:
    endpoint = neuron_endpoint(instance="ml.inf2.24xlarge")
    assert found(endpoint, models=compiled(8)) == []


def test_degree_proposed_for_memory_divides_the_heads(found: Found) -> None:
    settings = {"context_length": 40960, "parallel_requests": 22}
    (message,) = found(
        neuron_endpoint(instance="ml.inf2.24xlarge"), models=compiled(4, settings=settings)
    )
    assert "12 cores" not in message


def test_split_in_an_image_that_uses_one_core(found: Found) -> None:
    toolkit = {"managed": "huggingface-neuronx"}
    assert found(neuron_endpoint(), models=compiled(2, container=toolkit)) == [
        "model  huggingface-neuronx 4.55.4 runs a model on one NeuronCore, and neuron@1 is split "
        "over 2; use a release in huggingface-vllm-neuronx, or compile a new one for 1  [NEURON]"
    ]

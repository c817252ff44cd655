from typing import Any

import pytest

from tests.infra.config.conftest import Found
from tests.infra.config.samples import (
    async_endpoint,
    neuron_card,
    neuron_endpoint,
    neuron_release,
    serverless_endpoint,
    small_endpoint,
)


def test_compiled_model_on_inf2_is_allowed(found: Found) -> None:
    assert found(neuron_endpoint()) == []


def test_compiled_model_behind_a_queue_is_allowed(found: Found) -> None:
    assert found(async_endpoint(model="neuron@1", instance="ml.inf2.8xlarge")) == []


def test_instance_without_neuron_cores(found: Found) -> None:
    assert found(neuron_endpoint(instance="ml.m5.large", model="small@1")) == [
        "instance  ml.m5.large has no NeuronCores, which an Inferentia endpoint runs on; use "
        "ml.inf2 or ml.trn1, or kind: realtime  [NEURON]"
    ]


def test_instance_without_neuron_cores_for_a_compiled_model(found: Found) -> None:
    assert found(neuron_endpoint(instance="ml.g6.xlarge")) == [
        "instance  ml.g6.xlarge has no NeuronCores, which an Inferentia endpoint runs on; use "
        "ml.inf2 or ml.trn1  [NEURON]"
    ]


def test_real_time_endpoint_on_neuron(found: Found) -> None:
    endpoint = small_endpoint(model="neuron@1", instance="ml.inf2.8xlarge")
    assert found(endpoint) == [
        "instance  ml.inf2.8xlarge has NeuronCores, for which models are compiled; use kind: "
        "inferentia with ml.inf2 or ml.trn1 and a release that is compiled for them, or another "
        "instance  [NEURON]"
    ]


def test_first_generation(found: Found) -> None:
    assert found(neuron_endpoint(instance="ml.inf1.xlarge")) == [
        "instance  no image of the catalogue runs on ml.inf1.xlarge: they are for the second "
        "generation; use ml.inf2 or ml.trn1  [NEURON]"
    ]


def test_release_that_is_not_compiled(found: Found) -> None:
    card = neuron_card(releases={"1": neuron_release(neuron=None)})
    assert found(neuron_endpoint(), models={"neuron": card}) == [
        "model  neuron@1 does not say what it is compiled for, and ml.inf2.8xlarge has "
        "NeuronCores; use a release with neuron: {tensor_parallel_degree: ...}  [NEURON]"
    ]


@pytest.mark.parametrize(
    ("endpoint", "where"),
    [
        (small_endpoint(model="neuron@1"), "ml.m5.large"),
        (serverless_endpoint(model="neuron@1"), "a serverless container"),
    ],
)
def test_compiled_release_without_neuron_cores(
    found: Found, endpoint: dict[str, Any], where: str
) -> None:
    assert (
        f"model  neuron@1 is compiled for NeuronCores, and {where} has none; use kind: inferentia "
        "with ml.inf2 or ml.trn1, or another release  [NEURON]"
    ) in found(endpoint)

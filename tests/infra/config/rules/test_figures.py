from typing import Any

import pytest

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import (
    encoder_card,
    large_release,
    neuron_card,
    neuron_endpoint,
    neuron_release,
    small_card,
    small_release,
)


def test_more_context_than_the_model_was_trained_for(broken_release: Broken) -> None:
    assert broken_release(settings={"context_length": 8193}) == [
        "releases.1.settings.context_length  a context of 8193 tokens is more than the 8192 that "
        "small was trained for; lower it to 8192 or less  [CONTEXT]"
    ]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (
            {"settings": {"context_length": 0}},
            "settings.context_length  0 cannot be; write a figure that is 1 or more",
        ),
        (
            {"settings": {"context_length": 1, "parallel_requests": 0}},
            "settings.parallel_requests  0 cannot be; write a figure that is 1 or more",
        ),
        (
            {"bits_per_weight": 0},
            "bits_per_weight  0.0 cannot be; write a figure that is over 0, up to 64",
        ),
        (
            {"kv_cache_bits": 7},
            "kv_cache_bits  7 cannot be; write a figure that is 8, 16 or 32",
        ),
        (
            {"neuron": {"tensor_parallel_degree": 0}},
            "neuron.tensor_parallel_degree  0 cannot be; write a figure that is 1 or more",
        ),
        ({"size_gb": -1}, "size_gb  -1.0 cannot be; write a figure that is over 0"),
    ],
)
def test_figure_that_cannot_be(broken_release: Broken, changes: dict[str, Any], found: str) -> None:
    assert f"releases.1.{found}  [FIGURE]" in broken_release(**changes)


def test_release_numbered_zero(broken: Broken) -> None:
    card = small_card(releases={"0": small_release(), "1": small_release()})
    assert broken(models={"small": card}) == [
        "releases.0  0 cannot be; write a figure that is numbered from 1  [FIGURE]"
    ]


@pytest.mark.parametrize("name", ["parameters", "layers", "kv_heads", "head_dim"])
def test_architecture_figure_that_cannot_be(broken: Broken, name: str) -> None:
    architecture = {**small_card()["architecture"], name: 0}
    assert broken(models={"small": small_card(architecture=architecture)}) == [
        f"architecture.{name}  0 cannot be; write a figure that is 1 or more  [FIGURE]"
    ]


@pytest.mark.parametrize("task", ["embedding", "classification"])
def test_encoder_has_no_figures_of_a_cache(broken: Broken, task: str) -> None:
    assert broken(models={"encoder": encoder_card(task=task)}) == []


def test_model_of_numbers_has_no_context(broken: Broken) -> None:
    card = encoder_card(task="classification", architecture={"parameters": 15})
    card["releases"]["1"]["settings"] = {"parallel_requests": 2}
    assert broken(models={"encoder": card}) == []


def test_model_that_writes_without_context(broken: Broken) -> None:
    architecture = {**small_card()["architecture"], "max_context": None}
    card = small_card(architecture=architecture, releases={"1": small_release(settings={})})
    assert broken(models={"small": card}) == [
        "architecture  max_context is missing, and a model of task chat has one; add it: the most "
        "tokens that the model was trained for  [CONTEXT]",
        "releases.1.settings  context_length is missing, and a model of task chat needs it; add "
        "it: the tokens of one request, prompt and completion together  [CONTEXT]",
    ]


def test_image_of_aws_without_context(broken: Broken) -> None:
    card = encoder_card(releases={"1": large_release(settings={}, bits_per_weight=32)})
    assert broken(models={"encoder": card}) == [
        "releases.1.settings  context_length is missing, and images of AWS are told it; add it: "
        "the tokens of one request, prompt and completion together  [CONTEXT]"
    ]


@pytest.mark.parametrize("task", ["chat", "completion"])
def test_model_that_writes_without_a_figure_of_its_cache(broken: Broken, task: str) -> None:
    architecture = {**small_card()["architecture"], "kv_heads": None}
    assert broken(models={"small": small_card(task=task, architecture=architecture)}) == [
        f"architecture  kv_heads is missing, and a model of task {task} keeps a KV cache; add it "
        "from the model's config.json; only an encoder's card has none of layers, kv_heads and "
        "head_dim  [FIGURE]"
    ]


def test_encoder_with_one_figure_of_a_cache(broken: Broken) -> None:
    architecture = {**encoder_card()["architecture"], "layers": 6}
    found = broken(models={"encoder": encoder_card(architecture=architecture)})
    assert [text.partition(";")[0] for text in found] == [
        "architecture  kv_heads is missing, and layers is given",
        "architecture  head_dim is missing, and layers is given",
    ]


def test_split_over_no_core_on_an_instance_that_has_some(broken: Broken) -> None:
    release = neuron_release(neuron={"tensor_parallel_degree": 0})
    endpoints = {"chat": neuron_endpoint()}
    assert broken(endpoints=endpoints, models={"neuron": neuron_card(releases={"1": release})}) == [
        "releases.1.neuron.tensor_parallel_degree  0 cannot be; write a figure that is 1 or more  "
        "[FIGURE]"
    ]

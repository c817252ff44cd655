import pytest

from infra.config.catalogue import instances
from infra.config.memory import available_gib, fits, kv_cache_gib, memory_need, serverless_need
from infra.config.model_card import Architecture, Release
from tests.infra.config.samples import large_card, large_release

ARCHITECTURE = Architecture(**large_card()["architecture"])


def release(**changes: object) -> Release:
    settings = {"context_length": 8192, "parallel_requests": 1}
    return Release.model_validate(large_release(bits_per_weight=16, settings=settings, **changes))


def test_weights_are_parameters_times_bits() -> None:
    need = memory_need(ARCHITECTURE, release(), instances()["ml.g6.xlarge"])
    assert need.weights == pytest.approx(8_190_735_360 * 2 / 2**30)


def test_cache_holds_keys_and_values_of_every_token() -> None:
    assert kv_cache_gib(ARCHITECTURE, release()) == 2 * 36 * 8 * 128 * 2 * 8192 / 2**30


def test_cache_of_8_bits_is_half_as_large() -> None:
    half = kv_cache_gib(ARCHITECTURE, release(kv_cache_bits=8))
    assert half == kv_cache_gib(ARCHITECTURE, release()) / 2


def test_an_encoder_keeps_no_cache() -> None:
    encoder = Architecture(parameters=22_713_216, max_context=512)
    assert kv_cache_gib(encoder, release()) == 0
    assert memory_need(encoder, release(), instances()["ml.g6.48xlarge"]).kv_cache == 0


def test_every_worker_loads_the_weights() -> None:
    instance = instances()["ml.m5.xlarge"]
    one = memory_need(ARCHITECTURE, release(), instance)
    three = memory_need(ARCHITECTURE, release(), instance, workers=3)
    assert three.weights == 3 * one.weights
    assert three.kv_cache == one.kv_cache
    assert three.overhead == one.overhead + 3 * 0.5


def test_a_tenth_of_each_gpu_and_its_working_memory_are_overhead() -> None:
    one = memory_need(ARCHITECTURE, release(), instances()["ml.g6.xlarge"])
    four = memory_need(ARCHITECTURE, release(), instances()["ml.g6.12xlarge"])
    assert one.overhead == pytest.approx(22888 / 1024 / 10 + 1.5)
    assert four.overhead == pytest.approx(4 * one.overhead)


def test_cache_is_repeated_on_more_gpus_than_heads() -> None:
    few = ARCHITECTURE.model_copy(update={"kv_heads": 4})
    need = memory_need(few, release(), instances()["ml.g6.48xlarge"])
    assert need.kv_cache == 2 * kv_cache_gib(few, release())


def test_cpu_instances_use_their_ram() -> None:
    instance = instances()["ml.c5.large"]
    assert available_gib(instance, release()) == 4.0
    assert memory_need(ARCHITECTURE, release(), instance).overhead == 1.5


def test_neuron_instances_use_the_memory_of_the_cores_that_share_a_model() -> None:
    instance = instances()["ml.inf2.24xlarge"]
    split = release(neuron={"tensor_parallel_degree": 4})
    assert available_gib(instance, split) == 64.0
    assert memory_need(ARCHITECTURE, split, instance).overhead == 2.0


@pytest.mark.parametrize(("data_type", "bytes_each"), [("bf16", 2), ("fp32", 4)])
def test_weights_on_neuron_have_the_type_that_they_are_cast_to(
    data_type: str, bytes_each: int
) -> None:
    split = release(neuron={"tensor_parallel_degree": 2, "data_type": data_type})
    need = memory_need(ARCHITECTURE, split, instances()["ml.inf2.8xlarge"])
    assert need.weights == pytest.approx(8_190_735_360 * bytes_each / 2**30)


def test_cache_is_repeated_on_more_cores_than_heads() -> None:
    split = release(neuron={"tensor_parallel_degree": 24})
    need = memory_need(ARCHITECTURE, split, instances()["ml.inf2.48xlarge"])
    assert need.kv_cache == 3 * kv_cache_gib(ARCHITECTURE, split)


def test_serverless_containers_have_no_machine_to_share() -> None:
    assert serverless_need(ARCHITECTURE, release()).overhead == 0.5


def test_other_bits_can_be_tried() -> None:
    instance = instances()["ml.g6.xlarge"]
    half = memory_need(ARCHITECTURE, release(), instance, bits_per_weight=8)
    whole = memory_need(ARCHITECTURE, release(), instance)
    assert half.weights == whole.weights / 2
    assert fits(ARCHITECTURE, release(), instance, bits_per_weight=8)

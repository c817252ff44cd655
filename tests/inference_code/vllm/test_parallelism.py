import pytest

from inference_code.settings import SettingsError
from inference_code.vllm.devices import DeviceError
from inference_code.vllm.model import Model
from inference_code.vllm.parallelism import tensor_parallel_size


def size(
    heads: int | None, key_value_heads: int | None, *, devices: int, wanted: str | None = None
) -> int:
    figures = {"num_attention_heads": heads, "num_key_value_heads": key_value_heads}
    config = {name: value for name, value in figures.items() if value is not None}
    model = Model(location="model", is_local=True, config=config)
    return tensor_parallel_size(model, devices=devices, wanted=wanted)


@pytest.mark.parametrize("devices", [1, 2, 4, 8])
def test_model_is_split_over_all_visible_gpus(devices: int) -> None:
    assert size(32, 8, devices=devices) == devices


def test_key_value_heads_may_be_repeated_evenly() -> None:
    assert size(32, 2, devices=8) == 8


def test_model_without_figures_is_left_to_vllm() -> None:
    assert size(None, None, devices=3) == 3


def test_model_without_key_value_heads_has_as_many_as_attention_heads() -> None:
    assert size(12, None, devices=4) == 4


def test_count_that_does_not_divide_the_heads_is_refused_with_those_that_do() -> None:
    with pytest.raises(DeviceError) as refused:
        size(14, 2, devices=4)
    assert str(refused.value) == (
        "14 attention heads and 2 key/value heads cannot be split over 4 GPUs; counts that do: "
        "1, 2, 14. Use an instance with one of these, or set SM_VLLM_TENSOR_PARALLEL_SIZE=2"
    )


def test_count_that_splits_key_value_heads_unevenly_is_refused() -> None:
    with pytest.raises(DeviceError, match="counts that do: 1, 2, 4, 8"):
        size(40, 8, devices=5)


def test_operator_may_take_fewer_gpus() -> None:
    assert size(14, 2, devices=4, wanted="2") == 2


@pytest.mark.parametrize("wanted", ["0", "5", "all"])
def test_count_that_there_is_not_is_refused(wanted: str) -> None:
    with pytest.raises(SettingsError, match=f"is '{wanted}'; write a whole number, at most the 4"):
        size(32, 8, devices=4, wanted=wanted)

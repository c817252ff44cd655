import pytest

from tests.infra.config.conftest import Found
from tests.infra.config.samples import (
    neuron_card,
    neuron_endpoint,
    neuron_release,
)


@pytest.mark.parametrize(
    ("key", "value", "setting", "expected", "rule"),
    [
        ("HF_OPTIMUM_SEQUENCE_LENGTH", "2048", "settings.context_length", "4096", "NEU-04"),
        ("HF_OPTIMUM_BATCH_SIZE", "1", "settings.parallel_requests", "4", "NEU-04"),
        ("OPTION_N_POSITIONS", "2048", "settings.context_length", "4096", "NEU-04"),
        ("OPTION_MAX_ROLLING_BATCH_SIZE", "8", "settings.parallel_requests", "4", "NEU-04"),
        ("OPTION_TENSOR_PARALLEL_DEGREE", "8", "neuron.tensor_parallel_degree", "2", "NEU-04"),
        ("OPTION_DTYPE", "fp16", "neuron.data_type", "bf16", "NEU-04"),
        ("SM_ON_SEQUENCE_LENGTH", "2048", "settings.context_length", "4096", "NEU-04"),
        ("SM_ON_BATCH_SIZE", "8", "settings.parallel_requests", "4", "NEU-04"),
        ("SM_ON_TENSOR_PARALLEL_SIZE", "8", "neuron.tensor_parallel_degree", "2", "NEU-04"),
        ("HF_NUM_CORES", "1", "neuron.tensor_parallel_degree", "2", "NEU-05"),
        ("HF_BATCH_SIZE", "1", "settings.parallel_requests", "4", "NEU-05"),
        ("MAX_BATCH_SIZE", "1", "settings.parallel_requests", "4", "NEU-05"),
        ("HF_SEQUENCE_LENGTH", "1", "settings.context_length", "4096", "NEU-05"),
        ("MAX_TOTAL_TOKENS", "1", "settings.context_length", "4096", "NEU-05"),
        ("HF_AUTO_CAST_TYPE", "fp16", "neuron.data_type", "bf16", "NEU-05"),
    ],
)
def test_variable_with_another_value_than_the_compiled_one(  # a row of the table
    found: Found, key: str, value: str, setting: str, expected: str, rule: str
) -> None:
    assert found(neuron_endpoint(environment={key: value})) == [
        f"environment.{key}  {key} is {value!r}, and neuron@1 is compiled with {setting} "
        f"{expected}, which cannot change afterwards; remove {key}, or compile a new release  "
        f"[{rule}]"
    ]


def test_variable_with_the_compiled_value_is_allowed(found: Found) -> None:
    assert found(neuron_endpoint(environment={"HF_NUM_CORES": "2"})) == []


def test_variable_of_the_release_is_reported_at_the_model(found: Found) -> None:
    card = neuron_card(releases={"1": neuron_release(environment={"HF_NUM_CORES": "1"})})
    (message,) = found(neuron_endpoint(), models={"neuron": card})
    assert message.startswith("model  HF_NUM_CORES is '1'")

from typing import Any

import pytest

from inference_code.handler import LoadError
from inference_code.vllm.model import Model
from inference_code.vllm.quantization import quantization_flag
from inference_code.vllm.settings import Quantization

FORMS: list[Quantization] = ["awq", "gptq", "fp8"]


def local(method: str | None, **inner: Any) -> Model:
    config = {"quantization_config": {"quant_method": method}} if method else {}
    return Model(location="/opt/ml/model", is_local=True, config={**config, **inner})


@pytest.mark.parametrize("form", [*FORMS, "compressed-tensors", None])
def test_what_the_files_say_is_left_to_vllm(form: str | None) -> None:
    assert quantization_flag(local(form), None) is None


@pytest.mark.parametrize("form", FORMS)
def test_files_that_say_the_same_are_left_to_vllm(form: Quantization) -> None:
    assert quantization_flag(local(form.upper()), form) is None


def test_language_part_may_say_it() -> None:
    text = {"quantization_config": {"quant_method": "awq"}}
    assert quantization_flag(local(None, text_config=text), "awq") is None


def test_weights_that_are_not_quantized_become_fp8_while_they_are_loaded() -> None:
    assert quantization_flag(local(None), "fp8") == "fp8"


@pytest.mark.parametrize("form", FORMS)
def test_vllm_compares_for_a_repository(form: Quantization) -> None:
    assert quantization_flag(Model(location="org/model", is_local=False), form) == form


def test_other_quantization_than_the_files_say_is_refused() -> None:
    with pytest.raises(LoadError) as refused:
        quantization_flag(local("gptq"), "awq")
    assert str(refused.value) == (
        "LOCKGATE_QUANTIZATION is awq, and config.json says gptq; remove the variable, or name a "
        "release with other weights"
    )


def test_quantization_that_needs_calibration_is_not_made_at_the_start() -> None:
    with pytest.raises(LoadError, match="AWQ is made before the weights are published"):
        quantization_flag(local(None), "awq")

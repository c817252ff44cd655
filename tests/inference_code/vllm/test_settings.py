from pathlib import Path

import pytest

from inference_code.settings import SettingsError
from infra.config.memory import GPU_MEMORY_SHARE
from tests.inference_code.vllm.folders import settings


def test_share_of_the_gpu_is_the_one_that_the_fit_is_computed_with(tmp_path: Path) -> None:
    assert settings(tmp_path).gpu_memory_share == GPU_MEMORY_SHARE


def test_what_is_not_said_is_left_to_vllm(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert (found.context_length, found.parallel_requests) == (None, None)
    assert (found.quantization, found.hub_model) == (None, None)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("LOCKGATE_GPU_MEMORY_SHARE", "90", "write a number above 0 and at most 1"),
        ("LOCKGATE_GPU_MEMORY_SHARE", "nan", "write a number above 0 and at most 1"),
        ("LOCKGATE_QUANTIZATION", "int4", "write one of awq, gptq, fp8, or remove it"),
        ("LOCKGATE_ADAPTERS_AT_ONCE", "0", "write a whole number, at least 1"),
        ("HF_MODEL_REVISION", "main", "HF_MODEL_ID is not; set both"),
        ("SAGEMAKER_MULTI_MODEL", "true", "vLLM serves one model and its adapters"),
        ("LOCKGATE_CONTEXT_LENGTH", "many", "write a whole number"),
    ],
)
def test_value_that_cannot_be_used_is_refused(
    tmp_path: Path, name: str, value: str, message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        settings(tmp_path, **{name: value})

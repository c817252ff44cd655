"""What vLLM is started with for each kind of model, as a parser with vLLM's flags reads it."""

from argparse import Namespace
from pathlib import Path
from typing import Any

import orjson
import pytest

from inference_code.vllm.arguments import arguments
from inference_code.vllm.devices import Facts
from inference_code.vllm.settings import VllmSettings
from tests.containers.vllm.stand_in.vllm.entrypoints.cli.main import parser
from tests.inference_code.vllm.folders import write_adapter, write_model


def started(base: Path, *, gpus: int = 1, **environ: str) -> Namespace:
    """The arguments that vLLM gets, read as it reads them."""
    given = {"SAGEMAKER_BASE_DIR": str(base), **environ}
    facts = Facts(environ=given, files=[], listed=[f"GPU {n}: NVIDIA L4" for n in range(gpus)])
    return parser().parse_args(arguments(VllmSettings.from_environment(given), facts))


def quantized(method: str) -> dict[str, Any]:
    return {"quantization_config": {"quant_method": method}}


@pytest.mark.parametrize("method", ["awq", "gptq", "fp8"])
def test_quantization_of_the_files_is_left_to_vllm(tmp_path: Path, method: str) -> None:
    write_model(tmp_path, **quantized(method))
    assert started(tmp_path, LOCKGATE_QUANTIZATION=method).quantization is None


def test_weights_become_fp8_while_they_are_loaded(tmp_path: Path) -> None:
    write_model(tmp_path)
    assert started(tmp_path, LOCKGATE_QUANTIZATION="fp8").quantization == "fp8"


def test_model_is_split_over_all_gpus(tmp_path: Path) -> None:
    write_model(tmp_path)
    assert started(tmp_path, gpus=4).tensor_parallel_size == "4"


def test_adapters_are_loaded_with_the_largest_rank(tmp_path: Path) -> None:
    model = write_model(tmp_path)
    write_adapter(model, "polite", r=8)
    write_adapter(model, "terse", r=20)
    found = started(tmp_path, LOCKGATE_ADAPTERS_AT_ONCE="1")
    assert (found.enable_lora, found.max_loras, found.max_cpu_loras) == (True, "1", "2")
    assert found.max_lora_rank == "32"
    assert [orjson.loads(one)["name"] for one in found.lora_modules] == ["polite", "terse"]


def test_several_values_end_where_the_next_flag_begins(tmp_path: Path) -> None:
    write_model(tmp_path)
    found = started(
        tmp_path,
        LOCKGATE_MEDIA_HOSTS="a.example b.example",
        LOCKGATE_MODEL_ALIASES="chat",
        SM_VLLM_CUDAGRAPH_CAPTURE_SIZES="1 2",
    )
    assert found.allowed_media_domains == ["a.example", "b.example"]
    assert found.served_model_name == ["model", "chat"]
    assert found.cudagraph_capture_sizes == ["1", "2"]


def test_repository_is_fetched_by_its_revision(tmp_path: Path) -> None:
    found = started(tmp_path, HF_MODEL_ID="org/model", HF_MODEL_REVISION="abc")
    assert (found.model_tag, found.revision) == ("org/model", "abc")

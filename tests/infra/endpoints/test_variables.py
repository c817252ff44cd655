from typing import Any

import pytest

from infra.config.model_card import Release
from infra.endpoints.variables import Served, container_variables


def served(container: Any, *, source: str = "hf:Qwen/Qwen3-8B@abc", **more: Any) -> Served:
    settings = {"context_length": 8192, "parallel_requests": 8}
    release = Release.model_validate(
        {"source": source, "container": container, "settings": settings, **more}
    )
    return Served("qwen3-8b", release, accelerators=4)


def test_own_container_learns_name_context_and_parallel_requests() -> None:
    assert container_variables(served("llamacpp"), further={}) == {
        "LOCKGATE_MODEL_NAME": "qwen3-8b",
        "LOCKGATE_CONTEXT_LENGTH": "8192",
        "LOCKGATE_PARALLEL_REQUESTS": "8",
    }


def test_vllm_gets_its_flags() -> None:
    assert container_variables(served({"managed": "vllm"}), further={}) == {
        "SM_VLLM_MODEL": "Qwen/Qwen3-8B",
        "SM_VLLM_REVISION": "abc",
        "SM_VLLM_SERVED_MODEL_NAME": "qwen3-8b",
        "SM_VLLM_HOST": "0.0.0.0",  # noqa: S104  # inside the container
        "SM_VLLM_MAX_MODEL_LEN": "8192",
        "SM_VLLM_MAX_NUM_SEQS": "8",
        "SM_VLLM_GPU_MEMORY_UTILIZATION": "0.9",
        "SM_VLLM_TENSOR_PARALLEL_SIZE": "4",
    }


def test_lmi_gets_its_options() -> None:
    assert container_variables(served({"managed": "djl-lmi"}), further={}) == {
        "HF_MODEL_ID": "Qwen/Qwen3-8B",
        "OPTION_REVISION": "abc",
        "OPTION_MAX_MODEL_LEN": "8192",
        "OPTION_MAX_ROLLING_BATCH_SIZE": "8",
        "OPTION_TENSOR_PARALLEL_DEGREE": "4",
    }


def test_tgi_keeps_a_token_for_the_answer() -> None:
    variables = container_variables(served({"managed": "huggingface-llm"}), further={})
    assert variables["MAX_TOTAL_TOKENS"] == "8192"
    assert variables["MAX_INPUT_TOKENS"] == "8191"
    assert variables["HF_MODEL_REVISION"] == "abc"


@pytest.mark.parametrize(
    ("family", "variable"),
    [("vllm", "SM_VLLM_MODEL"), ("djl-lmi", "HF_MODEL_ID"), ("huggingface-llm", "HF_MODEL_ID")],
)
def test_weights_in_s3_are_served_from_the_model_folder(family: str, variable: str) -> None:
    weights = served({"managed": family}, source="s3://bucket-1/weights/")
    variables = container_variables(weights, further={})
    assert variables[variable] == "/opt/ml/model"
    assert not [name for name in variables if name.endswith("REVISION")]


def test_further_variables_win_over_those_of_the_card() -> None:
    card = served("llamacpp", environment={"A": "card", "B": "card"})
    variables = container_variables(card, further={"B": "endpoint"})
    assert (variables["A"], variables["B"]) == ("card", "endpoint")


def test_other_images_have_the_variables_of_the_card_only() -> None:
    other = served({"managed": "sagemaker-tritonserver"}, environment={"A": "card"})
    assert container_variables(other, further={}) == {"A": "card"}

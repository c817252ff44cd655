from typing import Any

import pytest

from infra.config.catalogue import managed_image
from infra.config.model_card import Release, Task
from infra.endpoints.variables import Served, container_variables
from infra.endpoints.variables.dispatch import MANAGED


def served(
    container: Any, *, source: str = "hf:Qwen/Qwen3-8B@abc", task: Task = "chat", **more: Any
) -> Served:
    settings = {"context_length": 8192, "parallel_requests": 8}
    release = Release.model_validate(
        {"source": source, "container": container, "settings": settings, **more}
    )
    return Served("qwen3-8b", "dev-chat", release, accelerators=4, task=task)


def test_own_container_learns_names_context_and_parallel_requests() -> None:
    weights = served("llamacpp", source="s3://bucket-1/weights/")
    assert container_variables(weights, further={}) == {
        "LOCKGATE_MODEL_NAME": "qwen3-8b",
        "LOCKGATE_MODEL_ALIASES": "dev-chat",
        "LOCKGATE_CONTEXT_LENGTH": "8192",
        "LOCKGATE_PARALLEL_REQUESTS": "8",
    }


def test_own_container_that_fetches_its_model_learns_repository_and_revision() -> None:
    variables = container_variables(served("ours"), further={})
    assert (variables["HF_MODEL_ID"], variables["HF_MODEL_REVISION"]) == ("Qwen/Qwen3-8B", "abc")


def test_own_container_without_a_context_length_keeps_its_default() -> None:
    numbers = served("toolkit", settings={"parallel_requests": 2})
    assert "LOCKGATE_CONTEXT_LENGTH" not in container_variables(numbers, further={})


@pytest.mark.parametrize(
    ("task", "pipeline"),
    [
        ("chat", "text-generation"),
        ("completion", "text-generation"),
        ("embedding", "feature-extraction"),
        ("classification", "text-classification"),
    ],
)
def test_huggingface_container_learns_its_task(task: Task, pipeline: str) -> None:
    variables = container_variables(served("huggingface", task=task), further={})
    assert variables["HF_TASK"] == pipeline


def test_task_of_the_card_s_own_variables_wins() -> None:
    card = served("huggingface", environment={"HF_TASK": "fill-mask"})
    assert container_variables(card, further={})["HF_TASK"] == "fill-mask"


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
    other = served({"managed": "huggingface-llamacpp"}, environment={"A": "card"})
    assert container_variables(other, further={}) == {"A": "card"}


NEURON: dict[str, Any] = {"neuron": {"tensor_parallel_degree": 2, "data_type": "fp16"}}
EXPECTED: dict[str, dict[str, str]] = {
    "huggingface-tei": {
        "HF_MODEL_ID": "Qwen/Qwen3-8B",
        "HF_MODEL_REVISION": "abc",
        "MAX_BATCH_REQUESTS": "8",
    },
    "sglang": {
        "SM_SGLANG_MODEL_PATH": "Qwen/Qwen3-8B",
        "SM_SGLANG_REVISION": "abc",
        "SM_SGLANG_SERVED_MODEL_NAME": "qwen3-8b",
        "SM_SGLANG_CONTEXT_LENGTH": "8192",
        "SM_SGLANG_MAX_RUNNING_REQUESTS": "8",
        "SM_SGLANG_TP_SIZE": "4",
    },
    "llama-cpp": {
        "SM_LLAMA_CPP_HF_REPO": "Qwen/Qwen3-8B",
        "SM_LLAMA_CPP_N_GPU_LAYERS": "999",
        "SM_LLAMA_CPP_ALIAS": "qwen3-8b",
        "SM_LLAMA_CPP_CTX_SIZE": "65536",
        "SM_LLAMA_CPP_PARALLEL": "8",
    },
    "sagemaker-tritonserver": {"SAGEMAKER_TRITON_LOG_VERBOSE": "false"},
    "djl-neuronx": {
        "HF_MODEL_ID": "Qwen/Qwen3-8B",
        "OPTION_REVISION": "abc",
        "OPTION_N_POSITIONS": "8192",
        "OPTION_MAX_ROLLING_BATCH_SIZE": "8",
        "OPTION_TENSOR_PARALLEL_DEGREE": "2",
        "OPTION_DTYPE": "fp16",
    },
    "huggingface-llm-neuronx": {
        "HF_MODEL_ID": "Qwen/Qwen3-8B",
        "HF_MODEL_REVISION": "abc",
        "HF_NUM_CORES": "2",
        "HF_AUTO_CAST_TYPE": "fp16",
        "HF_BATCH_SIZE": "8",
        "HF_SEQUENCE_LENGTH": "8192",
        "MAX_BATCH_SIZE": "8",
        "MAX_TOTAL_TOKENS": "8192",
        "MAX_INPUT_TOKENS": "8191",
    },
    "huggingface-neuronx": {
        "HF_MODEL_ID": "Qwen/Qwen3-8B",
        "HF_MODEL_REVISION": "abc",
        "HF_OPTIMUM_BATCH_SIZE": "8",
        "HF_OPTIMUM_SEQUENCE_LENGTH": "8192",
    },
    "huggingface-vllm-neuronx": {
        "SM_ON_MODEL": "Qwen/Qwen3-8B",
        "SM_ON_REVISION": "abc",
        "SM_ON_SERVED_MODEL_NAME": "qwen3-8b",
        "SM_ON_TENSOR_PARALLEL_SIZE": "2",
        "SM_ON_BATCH_SIZE": "8",
        "SM_ON_SEQUENCE_LENGTH": "8192",
    },
}


@pytest.mark.parametrize("family", EXPECTED)
def test_image_gets_what_it_reads(family: str) -> None:
    more = NEURON if "neuron" in family else {}
    release = served({"managed": family}, **more)
    assert container_variables(release, further={}) == EXPECTED[family]


@pytest.mark.parametrize("family", list(MANAGED))
def test_family_is_one_of_the_catalogue(family: str) -> None:
    assert managed_image(family).repository


def test_llama_cpp_finds_a_file_by_itself_and_uses_no_gpu_that_is_not_there() -> None:
    release = served({"managed": "llama-cpp"}, source="s3://bucket-1/model.gguf")
    on_cpu = Served("qwen3-8b", "dev-chat", release.release, accelerators=0, task="chat")
    variables = container_variables(on_cpu, further={})
    assert not {"SM_LLAMA_CPP_HF_REPO", "SM_LLAMA_CPP_N_GPU_LAYERS"} & variables.keys()


def test_toolkit_looks_for_no_folder_on_the_hub() -> None:
    release = served({"managed": "huggingface-neuronx"}, source="s3://bucket-1/model/", **NEURON)
    assert "HF_MODEL_ID" not in container_variables(release, further={})


def test_neuron_image_needs_what_the_model_is_compiled_for() -> None:
    with pytest.raises(ValueError, match="qwen3-8b runs in a Neuron image and has no neuron"):
        container_variables(served({"managed": "djl-neuronx"}), further={})

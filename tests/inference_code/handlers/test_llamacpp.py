"""What is decided before the engine loads anything; tests/containers asks it with a model."""

from pathlib import Path

import pytest

from inference_code.handler import GenerationRequest, LoadError
from inference_code.handlers.llamacpp import LlamaCpp, engine_parameters, find_model
from inference_code.settings import Settings
from tests.inference_code.handlers.gguf_file import gguf, number, text
from tests.inference_code.scripted import settings


def threads(given: Settings) -> tuple[int, int]:
    parameters = engine_parameters(given, Path("model.gguf"), "engine.sock")
    return parameters.cpuparams.n_threads, parameters.cpuparams_batch.n_threads


def test_folder_without_a_model_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "model.bin").touch()
    with pytest.raises(LoadError, match=f"no .gguf file in {tmp_path}, which holds model.bin"):
        find_model(tmp_path)


def test_file_that_is_no_gguf_is_refused_before_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "model" / "m.gguf").parent.mkdir()
    (tmp_path / "model" / "m.gguf").write_bytes(b"GGML")
    with pytest.raises(LoadError, match=r"llama.cpp cannot load \S+/m.gguf: "):
        LlamaCpp(settings(SAGEMAKER_BASE_DIR=str(tmp_path))).check()


def test_memory_is_that_of_the_file_and_all_slots(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    layers = {"general.architecture": text("llama"), "llama.block_count": number(2)}
    heads = {"llama.attention.head_count": number(4), "llama.embedding_length": number(256)}
    gguf(tmp_path / "model", layers | heads)
    one, two = (
        LlamaCpp(
            settings(SAGEMAKER_BASE_DIR=str(tmp_path), LOCKGATE_PARALLEL_REQUESTS=slots)
        ).check()
        for slots in "12"
    )
    assert two - one == 4096 * 2 * 2 * 256 * 2  # context x layers x (key and value) x width x bytes


def test_each_parallel_request_has_the_whole_context() -> None:
    given = settings(LOCKGATE_CONTEXT_LENGTH="512", LOCKGATE_PARALLEL_REQUESTS="3")
    parameters = engine_parameters(given, Path("model.gguf"), "engine.sock")
    assert (parameters.n_ctx, parameters.n_parallel) == (1536, 3)


@pytest.mark.parametrize("many", ["true", "false"])
def test_prompts_are_kept_in_memory_only_for_one_model_that_is_to_reuse_them(many: str) -> None:
    given = settings(LOCKGATE_PROMPT_CACHE="on", SAGEMAKER_MULTI_MODEL=many)
    parameters = engine_parameters(given, Path("model.gguf"), "engine.sock")
    assert (parameters.cache_ram_mib == 0) is (many == "true")


def test_threads_are_those_of_the_setting() -> None:
    assert threads(settings(LOCKGATE_THREADS="3")) == (3, 3)


@pytest.mark.parametrize(("allowed", "used"), [(5, (5, 5)), (None, (-1, -1))])
def test_threads_are_no_more_than_may_run(
    monkeypatch: pytest.MonkeyPatch, allowed: int | None, used: tuple[int, int]
) -> None:
    monkeypatch.setattr("inference_code.handlers.llamacpp.fewer_cores", lambda: allowed)
    assert threads(settings()) == used  # -1: it chooses by the machine


def test_answer_before_the_load_is_a_mistake_of_ours() -> None:
    request = GenerationRequest(operation="chat", body={}, stream=False)
    with pytest.raises(RuntimeError, match="before load"):
        LlamaCpp(settings()).generate(request)

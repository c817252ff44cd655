"""The real process, with what it refuses; tests/containers load real models in it."""

from dataclasses import replace
from pathlib import Path

import pytest

from inference_code.handler import GenerationRequest, LoadError
from inference_code.worker.engine import Engine
from tests.inference_code.scripted import settings


async def test_folder_without_a_model_is_refused_by_the_worker(tmp_path: Path) -> None:
    engine = Engine(replace(settings(), model_dir=tmp_path))
    with pytest.raises(LoadError, match=f"no .gguf file in {tmp_path}, which holds nothing"):
        await engine.start()
    await engine.stop()


async def test_worker_that_breaks_is_told(tmp_path: Path) -> None:
    engine = Engine(replace(settings(), model_dir=tmp_path, handler="none"))
    with pytest.raises(LoadError, match="the process of the engine has ended; the log has"):
        await engine.start()
    await engine.ended()
    await engine.stop()


async def test_engine_that_has_not_been_started_says_so() -> None:
    with pytest.raises(LoadError, match="the engine has not been started"):
        Engine(settings()).generate(GenerationRequest(operation="chat", body={}, stream=False))

"""The project's own container, with the real model, as the local AWS runs it."""

import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.config.artifacts import default_cache
from lockgate.local.containers.fleet import Fleet
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec

ROOT = Path(__file__).parents[3]
QUESTION: dict[str, Any] = {
    "messages": [{"role": "user", "content": "What is the capital of France?"}],
    "temperature": 0,
    "max_tokens": 16,
}


@pytest.mark.model
async def test_real_model_completes_a_chat(model_file: Path) -> None:
    lines: list[str] = []
    fleet = Fleet(
        ContainerSpec(
            folder=Path("containers/llamacpp"),
            environment={"LOCKGATE_MODEL_NAME": "smollm2", "LOCKGATE_CONTEXT_LENGTH": "512"},
            model_dir=model_file.parent,
        ),
        count=1,
        startup_timeout_s=300,
        on_line=lambda _id, line: lines.append(line),
        launcher=Launcher(root=ROOT, cache=default_cache(os.environ)),
    )
    await fleet.start()
    async with fleet.acquire() as instance, httpx.AsyncClient(timeout=120) as client:
        response = await client.post(f"{instance.base_url}/invocations", json=QUESTION)
    await fleet.stop()
    answer = response.json()
    assert answer["model"] == "smollm2"
    assert answer["choices"][0]["message"]["content"].strip()
    assert 0 < answer["usage"]["completion_tokens"] <= QUESTION["max_tokens"]
    assert any('"lockgate":"inference"' in line.replace(" ", "") for line in lines)
    assert await instance.wait() == 0

"""An engine whose runs a test begins and ends."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson

from inference_code.handlers.onnx.arithmetic import Floats
from inference_code.handlers.onnx.batcher import Batcher
from inference_code.handlers.onnx.choice import Limits
from inference_code.handlers.onnx.job import Job
from inference_code.handlers.onnx.tokens import Tokens

PATIENCE_S = 300
BAD = 13
"""A token that no run survives."""


class FakeEngine:
    """Says of each text its first token; `gate` holds every run back until it is set."""

    def __init__(self, *, most_texts: int = 8) -> None:
        self.runs: list[list[int]] = []
        self.gate = threading.Event()
        self.gate.set()
        limits = Limits(texts=most_texts, tokens=512, saving=10)
        self.batcher = Batcher(self._run, self._write, limits)

    def _run(self, texts: Sequence[Tokens]) -> Floats:
        self.runs.append([text.ids[0] for text in texts])
        if not self.gate.wait(PATIENCE_S):
            raise TimeoutError("nobody opened the gate")
        if BAD in self.runs[-1]:
            raise RuntimeError("out of memory")
        return np.array([[text.ids[0]] for text in texts], np.float32)

    def _write(self, row: Floats, body: dict[str, Any]) -> bytes:
        return orjson.dumps([body.get("name"), int(row[0])])

    def submit(self, *numbers: int, name: str | None = None) -> Job:
        """A request with one text for each number."""
        job = Job([Tokens([number], [0]) for number in numbers], {"name": name})
        self.batcher.submit(job)
        return job

    async def busy(self) -> Job:
        """A request that runs and does not end before the gate is open."""
        self.gate.clear()
        job = self.submit(0)
        await until(self, 1)
        return job


async def until(engine: FakeEngine, runs: int) -> None:
    """Wait until so many runs have begun."""
    async with asyncio.timeout(PATIENCE_S):
        while len(engine.runs) < runs:
            await asyncio.sleep(0.001)


async def answers(job: Job) -> list[Any]:
    """What a request gets."""
    async with asyncio.timeout(PATIENCE_S):
        await job.done.wait()
    if job.error is not None:
        raise job.error
    return [orjson.loads(answer) for answer in job.answers]

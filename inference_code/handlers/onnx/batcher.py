"""The engine's thread: whatever waits when a run ends goes into the next one."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from inference_code.errors import EngineError
from inference_code.handlers.onnx.arithmetic import Floats
from inference_code.handlers.onnx.choice import Limits, choose
from inference_code.handlers.onnx.job import Job, Text
from inference_code.handlers.onnx.tokens import Tokens

Run = Callable[[Sequence[Tokens]], Floats]
"""Blocks until the engine has a row of numbers for each text."""
Write = Callable[[Floats, dict[str, Any]], bytes]
"""One text's row, as the body of its request wants it."""
_log = logging.getLogger(__name__)


class Batcher:
    """Runs the texts of all requests, as many together as fit.

    Nobody waits for others to come: a request that finds the engine idle runs at once.
    """

    def __init__(self, run: Run, write: Write, limits: Limits) -> None:
        self._run = run
        self._write = write
        self._limits = limits
        self._jobs: deque[Job] = deque()
        self._news = threading.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        threading.Thread(target=self._work, name="engine", daemon=True).start()

    def submit(self, job: Job) -> None:
        """Let a job wait for the engine; to be called on the event loop."""
        self._loop = asyncio.get_running_loop()
        with self._news:
            self._jobs.append(job)
            self._news.notify()

    async def leave(self, job: Job) -> None:
        """Take a job back, and return when the engine has let go of it."""
        with self._news:
            job.give_up()
            if job.is_over:
                return
        await job.done.wait()

    def _work(self) -> None:
        """Engine thread: run batch after batch."""
        while True:
            batch = self._next()
            self._answer(batch)
            over = self._settle(batch)
            if self._loop is not None:
                with suppress(RuntimeError):  # the loop has ended, and so has who waits
                    self._loop.call_soon_threadsafe(_announce, over)

    def _next(self) -> list[Text]:
        """Engine thread: wait for texts, and take those of the next run."""
        with self._news:
            while True:
                while self._jobs and not self._jobs[0].waiting:
                    self._jobs.popleft()
                if self._jobs:
                    break
                self._news.wait()
            batch = choose(self._jobs, self._limits)
            for text in batch:
                text.job.running += 1
            self._jobs.rotate(-1)  # so that each job is the first in its turn
            return batch

    def _answer(self, batch: Sequence[Text]) -> None:
        """Engine thread: one run; if it fails, one for each text, so that others' are answered."""
        try:
            answers = self._ask(batch)
        except Exception as error:
            if len(batch) == 1:
                _log.exception("the engine failed")
                batch[0].job.error = EngineError(f"onnxruntime failed: {error}")
                return
            for text in batch:
                if text.job.error is None:
                    self._answer([text])
            return
        for text, answer in zip(batch, answers, strict=True):
            text.job.answers[text.position] = answer

    def _ask(self, batch: Sequence[Text]) -> list[bytes]:
        rows = self._run([text.tokens for text in batch])
        return [self._write(row, text.job.body) for text, row in zip(batch, rows, strict=True)]

    def _settle(self, batch: Sequence[Text]) -> list[Job]:
        """Engine thread: count what has run; the jobs that are over, a failed one at once."""
        with self._news:
            for text in batch:
                text.job.running -= 1
                if text.job.error is not None:
                    text.job.give_up()
            return [job for job in {text.job for text in batch} if job.is_over]


def _announce(jobs: Sequence[Job]) -> None:
    for job in jobs:
        job.done.set()

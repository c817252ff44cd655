"""One request on its way through the engine."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inference_code.errors import RequestError
from inference_code.handlers.onnx.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a request."""

    job: "Job"
    position: int
    tokens: Tokens


class Job:
    """Texts that wait, run, and are answered; `done` is set when none is left."""

    def __init__(self, texts: Sequence[Tokens], body: dict[str, Any]) -> None:
        self.body = body
        self.waiting = deque(Text(self, *numbered) for numbered in enumerate(texts))
        self.running = 0
        self.answers: list[bytes] = [b""] * len(texts)
        self.error: RequestError | None = None
        self.done = asyncio.Event()

    @property
    def is_over(self) -> bool:
        """Whether the engine has nothing more to do with it."""
        return not self.waiting and self.running == 0

    def give_up(self) -> None:
        """Take back what has not begun to run."""
        self.waiting.clear()

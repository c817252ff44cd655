"""An engine that does what each prompt tells it; the tests copy it into the container's code."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import orjson

from inference_code.errors import RequestError
from inference_code.handler import GenerationRequest, Operation, Usage
from inference_code.settings import Settings


class TroubleError(RequestError):
    """An error with the status that a prompt asks for."""

    type = "told"

    def __init__(self, status: int) -> None:
        super().__init__(f"the prompt asks for the status {status}")
        self.status = status


class ToldGeneration:
    """Says what the prompt wants said, a word for each token."""

    def __init__(self, body: dict[str, Any]) -> None:
        # The server warms up with a completion, which has a prompt of its own.
        prompt = body["messages"][-1]["content"] if "messages" in body else ""
        self.usage: Usage | None = None
        self.finish_reason: str | None = None
        self._prompt_tokens = len(re.findall(r"\w+", prompt))
        self._told: dict[str, Any] = json.loads(prompt) if prompt.startswith("{") else {"say": "a"}

    async def __aiter__(self) -> AsyncGenerator[Sequence[bytes], None]:
        """Yield a chunk for each word."""
        if "status" in self._told:
            raise TroubleError(self._told["status"])
        words = self._told["say"].split()
        await asyncio.sleep(self._told.get("first_ms", 0) / 1000)
        for number, word in enumerate(words, 1):
            self.usage = Usage(self._prompt_tokens, number)
            self.finish_reason = "stop" if number == len(words) else None
            yield [_chunk(f"{word} ", self.finish_reason)]
            await asyncio.sleep(self._told.get("each_ms", 0) / 1000)


class Told:
    """A handler without a model; see `inference_code.handler.Handler`."""

    operations: frozenset[Operation] = frozenset({"chat", "completion"})
    loads_alone = False

    def __init__(self, settings: Settings) -> None:
        self.context_length = settings.context_length

    def check(self) -> int:
        """It takes next to nothing."""
        return 1024

    def load(self) -> None:
        """There is nothing to load."""

    def generate(self, request: GenerationRequest) -> ToldGeneration:
        """Prepare an answer."""
        return ToldGeneration(request.body)


def _chunk(text: str, reason: str | None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": reason}
    return orjson.dumps(
        {
            "id": "told",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "told",
            "choices": [choice],
        }
    )

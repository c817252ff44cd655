"""One answer of a worker."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from inference_code.handler import GenerationRequest, Usage
from inference_code.worker.messages import Message, error_from_message


class Calls(Protocol):
    """What a generation needs of its connection."""

    def begin(self, request: GenerationRequest) -> tuple[int, asyncio.Queue[Message]]:
        """Send a request; its number, and a queue for its chunks and its end."""
        ...

    def send(self, message: Message) -> None:
        """Send one message."""
        ...


class WorkerGeneration:
    """Passes the chunks on; see `inference_code.handler.Generation`."""

    def __init__(self, calls: Calls, request: GenerationRequest) -> None:
        self.usage: Usage | None = None
        self.finish_reason: str | None = None
        self._calls = calls
        self._request = request

    async def __aiter__(self) -> AsyncGenerator[Sequence[bytes], None]:
        """Yield the worker's batches; closing this ends the generation there first."""
        number, messages = self._calls.begin(self._request)
        message: Message = {}
        try:
            while "end" not in (message := await messages.get()):
                yield [chunk.encode() for chunk in message["chunks"]]
        finally:
            if "end" not in message:
                self._calls.send({"cancel": number})
                while "end" not in (message := await messages.get()):
                    pass
            self._take(message)
        if (error := message["error"]) is not None:
            raise error_from_message(error)

    def _take(self, end: Message) -> None:
        self.finish_reason = end["finish_reason"]
        if end["usage"] is not None:
            self.usage = Usage(*end["usage"])

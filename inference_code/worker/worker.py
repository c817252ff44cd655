"""The worker's side: one handler, told what to do by messages."""

import asyncio
import logging
from contextlib import aclosing, suppress

from inference_code.errors import EngineError, RequestError
from inference_code.handler import GenerationRequest, Handler, LoadError
from inference_code.worker.messages import Message, error_to_message, frame, receive

_log = logging.getLogger(__name__)


class Worker:
    """Serves one connection until its end."""

    def __init__(
        self, handler: Handler, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._handler = handler
        self._reader = reader
        self._writer = writer
        self._calls: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Check the model's files, then follow the messages."""
        try:
            await self._send({"needs": await asyncio.to_thread(self._handler.check)})
        except LoadError as error:
            await self._send({"failed": str(error)})
        while (message := await receive(self._reader)) is not None:
            await self._follow(message)

    async def _follow(self, message: Message) -> None:
        if "load" in message:
            await self._load()
        elif "cancel" in message:
            if (task := self._calls.get(message["cancel"])) is not None:
                task.cancel()
        else:
            call = message["call"]
            request = GenerationRequest(**message["generate"])
            self._calls[call] = asyncio.create_task(self._generate(call, request))
            # A task that is cancelled before it has begun would never say its end.
            await asyncio.sleep(0)

    async def _load(self) -> None:
        try:
            await asyncio.to_thread(self._handler.load)
            await self._send({"loaded": sorted(self._handler.operations)})
        except LoadError as error:
            await self._send({"failed": str(error)})

    async def _generate(self, call: int, request: GenerationRequest) -> None:
        end: Message = {"call": call, "end": True, "usage": None, "error": None}
        generation = self._handler.generate(request)
        try:
            async with aclosing(aiter(generation)) as batches:
                async for batch in batches:
                    await self._send({"call": call, "chunks": [chunk.decode() for chunk in batch]})
        except asyncio.CancelledError:
            pass  # the end is said all the same: the server waits for the slot
        except RequestError as error:
            end["error"] = error_to_message(error)
        except Exception as error:
            _log.exception("the handler failed")
            end["error"] = error_to_message(EngineError(f"the engine failed: {error!r}"))
        if (usage := generation.usage) is not None:
            end["usage"] = [usage.prompt_tokens, usage.completion_tokens]
        end["finish_reason"] = generation.finish_reason
        del self._calls[call]
        await self._send(end)

    async def _send(self, message: Message) -> None:
        with suppress(ConnectionError):  # the reading side notices the end
            self._writer.write(frame(message))
            await self._writer.drain()

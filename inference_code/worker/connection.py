"""The server's side of the connection to a worker."""

import asyncio
import itertools

from inference_code.errors import UnavailableError
from inference_code.handler import GenerationRequest, LoadError
from inference_code.worker.generation import WorkerGeneration
from inference_code.worker.messages import Message, error_to_message, frame, receive

LOST = "the engine of this model has ended unexpectedly; the next request starts it anew"


class Connection:
    """Sends messages, and hands each answer to whom it is for."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lost = asyncio.Event()
        self._reader = reader
        self._writer = writer
        self._numbers = itertools.count()
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        self._calls: dict[int, asyncio.Queue[Message]] = {}
        self._reading = asyncio.create_task(self._read())

    async def answer(self) -> Message:
        """Wait for the answer about the model's files, or about their loading.

        Raises:
            LoadError: the worker failed, or ended.
        """
        message = await self._answers.get()
        if (reason := message.get("failed")) is not None:
            raise LoadError(reason)
        return message

    def send(self, message: Message) -> None:
        """Send one message; to a worker that has ended, nothing."""
        if not self.lost.is_set():
            self._writer.write(frame(message))

    def generate(self, request: GenerationRequest) -> WorkerGeneration:
        """Prepare an answer."""
        return WorkerGeneration(self, request)

    def begin(self, request: GenerationRequest) -> tuple[int, asyncio.Queue[Message]]:
        """Send a request; its number, and a queue for its chunks and its end."""
        number = next(self._numbers)
        messages: asyncio.Queue[Message] = asyncio.Queue()
        if not self.lost.is_set():
            self._calls[number] = messages
            fields = {"operation": request.operation, "body": request.body}
            self.send({"call": number, "generate": fields | {"stream": request.stream}})
        else:
            messages.put_nowait(_lost())
        return number, messages

    def end(self) -> None:
        """Close this end; the worker notices and leaves."""
        self._writer.close()
        self._reading.cancel()
        self._lose()

    async def _read(self) -> None:
        try:
            while (message := await receive(self._reader)) is not None:
                self._hand_over(message)
        finally:  # also of what should never happen: somebody waits for each answer
            self._lose()

    def _hand_over(self, message: Message) -> None:
        if (number := message.get("call")) is None:
            self._answers.put_nowait(message)
        else:
            self._calls[number].put_nowait(message)
            if "end" in message:
                del self._calls[number]

    def _lose(self) -> None:
        self.lost.set()
        self._answers.put_nowait(
            {"failed": "the process of the engine has ended; the log has its last words"}
        )
        for messages in self._calls.values():
            messages.put_nowait(_lost())
        self._calls.clear()


def _lost() -> Message:
    error = error_to_message(UnavailableError(LOST))
    return {"end": True, "usage": None, "finish_reason": None, "error": error}

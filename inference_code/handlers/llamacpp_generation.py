"""One answer of llama.cpp, carried from its thread to the event loop."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Executor
from typing import Any

import orjson

from inference_code.errors import ContextLengthError, EngineError, RequestError
from inference_code.handler import Usage
from inference_code.handlers.pacer import Pacer

EngineCall = Callable[[bytes, Callable[[bytes], bool]], None]
"""Blocks until the answer is complete; calls back with each JSON document. A true result stops."""

_UNFINISHED = b'"finish_reason":null'
_PROGRESS = b'"prompt_progress":'


class LlamaCppGeneration:
    """Runs one blocking engine call in a thread and yields its chunks in batches.

    A batch is whatever has arrived since the last one; the pacer decides when that is looked at.
    """

    def __init__(
        self,
        call: EngineCall,
        body: dict[str, Any],
        *,
        stream: bool,
        threads: Executor,
        pacer: Pacer,
    ) -> None:
        self.usage: Usage | None = None
        self.finish_reason: str | None = None
        self._call = call
        # Always streamed from the engine: a plain call of it could not be cancelled. The progress
        # events let a cancelled client stop even the reading of its prompt.
        extra = {
            "stream": True,
            "stream_options": {"include_usage": True},
            "return_progress": True,
            "sse_ping_interval": -1,
        }
        self._body = orjson.dumps(body | extra)
        self._stream = stream
        self._threads = threads
        self._pacer = pacer
        self._chunks: deque[bytes] = deque()
        self._error: Exception | None = None
        self._cancelled = False
        self._announced = False
        self._begun = False
        self._news = asyncio.Event()

    async def __aiter__(self) -> AsyncGenerator[Sequence[bytes], None]:
        """Yield batches of chunks; see `inference_code.handler.Generation`."""
        self._pacer.attach()
        done = asyncio.get_running_loop().run_in_executor(self._threads, self._run)
        done.add_done_callback(lambda _: self._news.set())
        try:
            while not (done.done() and not self._chunks):
                await self._news.wait()
                self._news.clear()
                self._announced = False
                if batch := self._take():
                    yield batch
            if self._error is not None:
                raise self._error
        finally:
            # The slot is free only when the engine has let go of it.
            self._cancelled = True
            await asyncio.wait([done])

    def _take(self) -> list[bytes]:
        batch = []
        while self._chunks:
            batch.append(self._chunks.popleft())
        return batch

    def _run(self) -> None:
        """Engine thread: the whole call."""
        if self._cancelled:
            return
        try:
            self._call(self._body, self._receive)
        except ValueError as error:  # what it says of chats and schemas that it cannot read
            self._error = _refusal(str(error))
        except Exception as error:
            self._error = EngineError(f"llama.cpp failed: {error}")

    def _receive(self, chunk: bytes) -> bool:
        """Engine thread: one document. Tokens pass unread: a quote inside a JSON string is always
        escaped, so these marks are found in the structure only."""
        if _UNFINISHED not in chunk:
            self._read_last(orjson.loads(chunk), chunk)
        elif _PROGRESS not in chunk:
            self._push(chunk)
        return self._cancelled

    def _read_last(self, document: dict[str, Any], chunk: bytes) -> None:
        """Engine thread: an error, the chunk with the finish reason, or the one with the usage."""
        if (error := document.get("error")) is not None:
            self._error = translate_error(error)
            return
        if (usage := document.get("usage")) is not None:
            self.usage = Usage(usage["prompt_tokens"], usage["completion_tokens"])
        if document["choices"]:
            self.finish_reason = document["choices"][0]["finish_reason"]
            self._push(chunk)

    def _push(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        if self._stream and not self._announced:
            self._announced = True
            self._pacer.announce(self._news.set, now=not self._begun)
            self._begun = True


def translate_error(error: dict[str, Any]) -> RequestError:
    """Turn llama.cpp's error object into ours; only its 5xx codes are the engine's own fault."""
    if error.get("type") == "exceed_context_size_error":
        return ContextLengthError(
            f"the prompt has {error['n_prompt_tokens']} tokens, and the context of this endpoint "
            f"holds {error['n_ctx']} (prompt and completion together); send a shorter prompt"
        )
    message = str(error.get("message", error))
    if error.get("code", 500) < 500:
        return _refusal(message)
    return EngineError(f"llama.cpp failed: {message}")


def _refusal(message: str) -> RequestError:
    return RequestError(f"llama.cpp refuses the request: {message}")

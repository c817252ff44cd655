"""The answer to one request."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any

from inference_code.handler import Usage
from inference_code.handlers.onnx.batcher import Batcher
from inference_code.handlers.onnx.job import Job
from inference_code.handlers.onnx.tokens import Tokens

Encode = Callable[[Sequence[str], bool], Awaitable[list[Tokens]]]
"""The tokens of texts, cut off or not."""


class OnnxGeneration:
    """One batch of chunks, one for each text; see `inference_code.handler.Generation`."""

    def __init__(self, body: dict[str, Any], encode: Encode, batcher: Batcher) -> None:
        self.usage: Usage | None = None
        self.finish_reason: str | None = None
        self._body = body
        self._encode = encode
        self._batcher = batcher

    async def __aiter__(self) -> AsyncGenerator[Sequence[bytes], None]:
        """Yield all answers at once."""
        texts = await self._encode(self._body["texts"], self._body["truncate"])
        job = Job(texts, self._body)
        self._batcher.submit(job)
        try:
            await job.done.wait()
            if job.error is not None:
                raise job.error
            self.usage = Usage(sum(map(len, texts)), 0)
            yield job.answers
        finally:
            await self._batcher.leave(job)

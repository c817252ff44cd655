"""A container's streamed answer as an event stream."""

import asyncio
from collections.abc import AsyncIterator

import httpx

from lockgate.local.protocol.eventstream import event, exception
from lockgate.local.sagemaker.capture.sample import Sample
from lockgate.local.sagemaker.runtime.exchange import Exchange
from lockgate.local.sagemaker.runtime.headers import DEFAULT_TYPE
from lockgate.local.sagemaker.runtime.metrics import InvocationMetrics
from lockgate.local.sagemaker.runtime.refusals import TIMED_OUT

_BROKEN = "The container closed the connection before the end of its response."


class EventStream:
    """PayloadPart events with what the container sends, as it sends it.

    A stream that breaks ends with a ModelStreamError: StreamBroken when the container goes
    away, ModelInvocationTimeExceeded when it takes longer than a stream may.
    """

    def __init__(
        self, exchange: Exchange, metrics: InvocationMetrics, sample: Sample | None = None
    ) -> None:
        self._exchange = exchange
        self._metrics = metrics
        self._sample = sample

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The encoded events."""
        chunks = self._exchange.response.aiter_bytes()
        try:
            while (chunk := await self._next(chunks)) is not None:
                self._exchange.timing.mark("first_chunk")
                if self._sample is not None:
                    self._sample.add(chunk)
                yield event("PayloadPart", chunk)
        except TimeoutError:
            yield self._ended("ModelInvocationTimeExceeded", TIMED_OUT)
        except httpx.HTTPError:
            yield self._ended("StreamBroken", _BROKEN)
        else:
            self._exchange.finish(self._metrics, status=self._exchange.response.status_code)

    async def aclose(self) -> None:
        """Close the container's connection, so that it stops generating."""
        self._exchange.finish(self._metrics, status=self._exchange.response.status_code)
        if self._sample is not None:  # what came, be it all or not
            self._sample.end(self._exchange.response.headers.get("content-type", DEFAULT_TYPE))
        await self._exchange.aclose()

    async def _next(self, chunks: AsyncIterator[bytes]) -> bytes | None:
        async with asyncio.timeout_at(self._exchange.deadline):
            return await anext(chunks, None)

    def _ended(self, code: str, message: str) -> bytes:
        self._exchange.finish(self._metrics, status=0, broke=True)
        return exception("ModelStreamError", {"ErrorCode": code, "Message": message})

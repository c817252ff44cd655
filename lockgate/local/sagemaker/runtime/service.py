"""Answers the runtime's requests."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import httpx

from lockgate.local.containers.errors import ModelLoadFailed
from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.hangup import ClientGoneError, unless
from lockgate.local.protocol.http import HttpRequest, HttpResponse
from lockgate.local.sagemaker.asynchronous.service import AsyncInference
from lockgate.local.sagemaker.capture.sample import Sample
from lockgate.local.sagemaker.capture.service import Captures
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.runtime.exchange import Exchange, http_client
from lockgate.local.sagemaker.runtime.headers import for_client
from lockgate.local.sagemaker.runtime.invocation import Invocation, read
from lockgate.local.sagemaker.runtime.lending import body_limit
from lockgate.local.sagemaker.runtime.limits import Limits
from lockgate.local.sagemaker.runtime.metrics import InvocationMetrics
from lockgate.local.sagemaker.runtime.pairing import check_pairing
from lockgate.local.sagemaker.runtime.refusals import (
    NO_ANSWER,
    TIMED_OUT,
    model_error,
    unknown_endpoint,
)
from lockgate.local.sagemaker.runtime.streaming import EventStream
from lockgate.local.sagemaker.shadows.mirror import Shadows
from lockgate.local.sagemaker.store import Stores


class Runtime:
    """InvokeEndpoint, InvokeEndpointWithResponseStream and InvokeEndpointAsync."""

    def __init__(
        self,
        stores: Stores,
        metrics: InvocationMetrics,
        queues: AsyncInference,
        captures: Captures,
        limits: Limits | None = None,
    ) -> None:
        self._stores = stores
        self._queues = queues
        self._captures = captures
        self._metrics = metrics
        self._limits = limits or Limits()
        self._client = http_client()
        self._shadows = Shadows(self._client, metrics, self._limits, captures)

    async def close(self) -> None:
        """Close the connections to containers."""
        await self._shadows.close()
        await self._client.aclose()

    async def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer one invocation."""
        try:
            invocation = read(
                request.scope,
                request.path,
                request.headers,
                request.body,
                body_limit=self._limits.body_bytes,
            )
            endpoint = self._endpoint(invocation)
            if invocation.is_asynchronous:
                return self._queues.accept(invocation, endpoint)
            return await self._invoke(invocation, endpoint, request.client_gone)
        except ServiceError as error:
            return _error(error)
        except ClientGoneError:
            return HttpResponse(499, {}, b"")  # nobody reads it

    async def _invoke(
        self,
        invocation: Invocation,
        endpoint: Endpoint,
        client_gone: Callable[[], Awaitable[None]],
    ) -> HttpResponse:
        limit_s = self._limits.stream_s if invocation.streams else self._limits.plain_s
        exchange = Exchange(invocation, endpoint, limit_s=limit_s)
        keep = False
        try:
            response = await unless(client_gone, self._answer(exchange))
            keep = not isinstance(response.body, bytes)
            return response
        finally:
            if not keep:  # a stream closes it at its own end
                await exchange.aclose()

    def _endpoint(self, invocation: Invocation) -> Endpoint:
        """The endpoint, which serves and does what the invocation asks."""
        for endpoint in self._stores.of(invocation.scope).endpoints:
            if endpoint.name != invocation.endpoint:  # the case must match here
                continue
            if endpoint.serving is not None and endpoint.status != "Deleting":
                check_pairing(invocation, endpoint.serving)
                return endpoint
        raise unknown_endpoint(invocation.scope, invocation.endpoint)

    async def _answer(self, exchange: Exchange) -> HttpResponse:
        try:
            await exchange.borrow()
            self._shadows.mirror(exchange.invocation, exchange.variant)
            sample = self._captures.choose(exchange.invocation, exchange.variant)
            await exchange.send(self._client)
            if exchange.response.is_success and exchange.invocation.streams:
                return self._stream(exchange, sample)
            async with asyncio.timeout_at(exchange.deadline):
                body = await self._body(exchange)
        except ModelLoadFailed as error:
            raise self._failed(exchange, error.status, error.text) from None
        except TimeoutError:
            raise self._failed(exchange, 0, TIMED_OUT) from None
        except httpx.HTTPError:
            raise self._failed(exchange, 0, NO_ANSWER) from None
        status = exchange.response.status_code
        if not exchange.response.is_success:
            raise self._failed(exchange, status, body.decode(errors="replace"))
        exchange.finish(self._metrics, status=status)
        headers = for_client(
            exchange.response.headers, variant=exchange.variant.name, streams=False
        )
        if sample is not None:
            sample.add(body)
            sample.end(headers["Content-Type"])
        return HttpResponse(200, headers, body)

    def _stream(self, exchange: Exchange, sample: Sample | None) -> HttpResponse:
        headers = for_client(exchange.response.headers, variant=exchange.variant.name, streams=True)
        return HttpResponse(200, headers, EventStream(exchange, self._metrics, sample))

    async def _body(self, exchange: Exchange) -> bytes:
        limit = body_limit(exchange.variant, self._limits.body_bytes)
        body = bytearray()
        async for part in exchange.response.aiter_bytes():
            body += part
            if len(body) > limit:
                text = f"Response size of the container exceeded {limit} bytes."
                raise self._failed(exchange, exchange.response.status_code, text)
        return bytes(body)

    def _failed(self, exchange: Exchange, status: int, text: str) -> ServiceError:
        exchange.finish(self._metrics, status=status)
        invocation = exchange.invocation
        return model_error(
            invocation.scope, invocation.endpoint, status, text, log_stream=exchange.log_stream
        )


def _error(error: ServiceError) -> HttpResponse:
    """An error in the REST JSON protocol: its code in a header, its members in the body."""
    headers = {"Content-Type": "application/json"}
    if not error.code.isdigit():  # the HTTP layer's own errors have no code
        headers["x-amzn-ErrorType"] = error.code
    body = json.dumps({"Message": error.message} | error.fields).encode()
    return HttpResponse(error.status, headers, body)

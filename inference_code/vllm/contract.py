"""What SageMaker's container contract wants and vLLM's server leaves out."""

import os
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inference_code.errors import OverloadedError, RequestError
from inference_code.server.exchange import CUSTOM_ATTRIBUTES, Exchange, HungUpError
from inference_code.server.media_types import check_media_types
from inference_code.settings import Settings
from inference_code.telemetry.middleware import PATHS
from inference_code.telemetry.record import BROKEN, CANCELLED, Inference
from inference_code.vllm.routes import INVOCATIONS, OPERATIONS, route_of
from inference_code.vllm.usage import read_usage


class Contract:
    """ASGI middleware between telemetry and vLLM.

    A request to /invocations goes to the route of OpenAI's API that its form belongs to. A body
    over the limit gets 413, one that is not JSON 415, and a request beyond those that run and wait
    429: vLLM's own queue has no end. A client's custom attributes come back with its answer. What
    vLLM itself answers is left as it is.
    """

    def __init__(self, app: ASGIApp, environ: Mapping[str, str] | None = None) -> None:
        given = os.environ if environ is None else environ
        self._app = app
        self._settings = settings = Settings.from_environment(given)
        is_bounded = "LOCKGATE_PARALLEL_REQUESTS" in given
        self._most = settings.parallel_requests + settings.queue_length if is_bounded else None
        self._present = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is within the limits."""
        if scope["type"] != "http" or scope["path"] not in PATHS:
            await self._app(scope, receive, send)
            return
        exchange = Exchange(scope, receive, send)
        record = Inference.of(scope)
        record.model = self._settings.model_name
        self._present += 1
        try:
            body = await self._read(exchange)
            inner = _routed(scope, body)
            passage = Passage(receive, send, body, record, exchange.headers.get(CUSTOM_ATTRIBUTES))
            await self._app(inner, passage.receive, passage.send)
            read_usage(inner, record)
            record.operation = record.operation or OPERATIONS.get(inner["path"])
        except HungUpError:
            record.finish_reason = CANCELLED
        except RequestError as error:
            record.finish_reason = BROKEN
            await exchange.send_error(error)
        finally:
            self._present -= 1

    async def _read(self, exchange: Exchange) -> bytes:
        if self._most is not None and self._present > self._most:
            raise OverloadedError(
                f"{self._most} requests are running or waiting, which is the limit; retry later"
            )
        check_media_types(exchange.headers)
        return await exchange.read_body(self._settings.max_body_bytes)


def _routed(scope: Scope, body: bytes) -> Scope:
    """The scope as vLLM is to see it; the one outside keeps the path that was asked for."""
    if scope["path"] != INVOCATIONS:
        return dict(scope)
    path = route_of(body, {getattr(route, "path", "") for route in scope["app"].routes})
    return {**scope, "path": path, "raw_path": path.encode()}


class Passage:
    """One request on its way to vLLM: its body is here already, its client may still leave."""

    def __init__(
        self, receive: Receive, send: Send, body: bytes, record: Inference, attributes: str | None
    ) -> None:
        self._receive = receive
        self._send = send
        self._body: bytes | None = body
        self._record = record
        self._attributes = attributes
        self._is_over = False

    async def receive(self) -> Message:
        """The body, then whatever the client does."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        message = await self._receive()
        if message["type"] == "http.disconnect" and not self._is_over:
            self._is_over = True
            self._record.finish_reason = CANCELLED
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on. What vLLM says to a client that has left is an empty success."""
        if self._record.finish_reason == CANCELLED:
            return
        if message["type"] == "http.response.start":
            message = self._started(message)
        await self._send(message)
        if message["type"] == "http.response.body":
            self._is_over = not message.get("more_body", False)

    def _started(self, message: Message) -> Message:
        if message["status"] >= 400:
            self._record.finish_reason = BROKEN
        if self._attributes is None:
            return message
        attributes = (CUSTOM_ATTRIBUTES.encode(), self._attributes.encode("latin-1"))
        return {**message, "headers": [*message.get("headers", []), attributes]}

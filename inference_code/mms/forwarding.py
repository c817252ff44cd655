"""Passes one inference on to Multi Model Server, and its answer back."""

import asyncio
from collections.abc import Iterable

from starlette.types import Receive, Scope, Send

from inference_code.errors import SHUTTING_DOWN, MediaTypeError, RequestError, UnavailableError
from inference_code.mms import words
from inference_code.mms.client import Client, Reply
from inference_code.mms.refusals import refusal
from inference_code.mms.request_headers import FORM_REFUSED
from inference_code.mms.workers import Workers
from inference_code.server.admission import Admission
from inference_code.server.exchange import CUSTOM_ATTRIBUTES, Exchange, HungUpError
from inference_code.server.hang_up import unless_hung_up
from inference_code.settings import Settings
from inference_code.telemetry.record import CANCELLED, Inference

_KNOWN = {
    "accept": "Accept",
    "content-type": "Content-Type",
    CUSTOM_ATTRIBUTES: "X-Amzn-SageMaker-Custom-Attributes",
}
"""Handlers look for these names as they are written in AWS's documentation."""
_OF_THE_CONNECTION = {
    *("connection", "content-length", "expect", "host", "keep-alive", "te", "trailer"),
    *("transfer-encoding", "upgrade"),
}
_OF_THE_SERVER = {"cache-control", "date", "expires", "pragma", "server", "x-request-id"}
"""What it adds to every answer; servers in front set their own."""
_FORMS = ("multipart/", "application/x-www-form-urlencoded")


class Forwarding:
    """An ASGI endpoint for the inferences of one model."""

    def __init__(self, path: str, settings: Settings, client: Client, admission: Admission) -> None:
        self._name = settings.model_name
        self._settings = settings
        self._workers = Workers(client, path, count=settings.parallel_requests)
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; every failure becomes an error object."""
        exchange = Exchange(scope, receive, send)
        record = Inference.of(scope)
        record.model = self._name
        record.stream = False
        try:
            _refuse_forms(exchange)
            body = await exchange.read_body(self._settings.max_body_bytes)
            # Its handler finishes on its own, and keeps its worker until then (see `Workers`).
            await unless_hung_up(exchange, self._answer(exchange, body, record), record)
        except HungUpError:
            record.finish_reason = CANCELLED
        except RequestError as error:
            record.finish_reason = "error"
            await exchange.send_error(error)
        except asyncio.CancelledError:  # by the server's end only, which awaits nothing of this
            record.finish_reason = "error"
            if not exchange.started:
                await exchange.send_error(UnavailableError(SHUTTING_DOWN))
        except Exception:
            record.finish_reason = "error"
            raise

    async def _answer(self, exchange: Exchange, body: bytes, record: Inference) -> None:
        headers = dict(_passed_on(exchange.headers.items()))
        async with self._admission.slot() as waited:
            record.queue_s = waited + await self._workers.take()
            reply = await self._workers.ask(body, headers)
        if words.HANDLED not in reply.headers:
            raise refusal(reply, self._name)
        _note(reply, record)
        await _send(exchange, reply)


def _refuse_forms(exchange: Exchange) -> None:
    """Multi Model Server takes them apart, and breaks at one that is not right."""
    kind = exchange.headers.get("content-type", "").lower()
    if kind.strip().startswith(_FORMS):
        raise MediaTypeError(FORM_REFUSED)


def _passed_on(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """What a handler may know of the request."""
    for name, value in headers:
        if name not in _OF_THE_CONNECTION:
            yield _KNOWN.get(name, name), value


def _note(reply: Reply, record: Inference) -> None:
    """Write into the record what the handler service tells."""
    record.operation = reply.headers.get(words.OPERATION)
    record.prompt_tokens = _count(reply.headers.get(words.PROMPT_TOKENS))
    record.completion_tokens = _count(reply.headers.get(words.COMPLETION_TOKENS))
    said = reply.headers.get(words.FINISH_REASON)
    record.finish_reason = "error" if reply.status >= 400 else said


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None


async def _send(exchange: Exchange, reply: Reply) -> None:
    dropped = _OF_THE_CONNECTION | _OF_THE_SERVER | {"content-type"}
    if CUSTOM_ATTRIBUTES in exchange.headers:
        dropped = dropped | {CUSTOM_ATTRIBUTES}  # answered with the request's own
    more = [(b"content-length", str(len(reply.body)).encode())]
    for name, value in reply.headers.items():
        lower = name.lower()
        if lower not in dropped and not lower.startswith("x-lockgate-"):
            more.append((lower.encode(), _bytes(value)))
    media_type = reply.headers.get("content-type", "application/octet-stream")
    await exchange.start(reply.status, _bytes(media_type), more)
    await exchange.write(reply.body, more=False)


def _bytes(value: str) -> bytes:
    """The value as it came: the client has read its bytes as UTF-8, or kept them as they were."""
    return value.encode(errors="surrogateescape")

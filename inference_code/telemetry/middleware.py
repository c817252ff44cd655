"""Measures each inference and prints one line about it; never changes or fails a request."""

import sys
import time
import uuid
from collections.abc import Callable

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inference_code.telemetry.bytes_reader import BytesReader
from inference_code.telemetry.record import BROKEN, CANCELLED, SCOPE_KEY, Inference
from inference_code.telemetry.writer import print_line

INFERENCE_ID = b"x-amzn-sagemaker-inference-id"
PATHS = frozenset({"/invocations", "/v1/chat/completions", "/v1/completions", "/v1/embeddings"})
OF_ONE_MODEL = ("/models/", "/invoke")
"""How paths of inferences begin and end where one server has many models."""


class Telemetry:
    """ASGI middleware; `write` gets each finished line."""

    def __init__(self, app: ASGIApp, write: Callable[[bytes], None] = print_line) -> None:
        self._app = app
        self._write = write

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; measure it if it is an inference."""
        if not _is_inference(scope):
            await self._app(scope, receive, send)
            return
        measurement = Measurement(scope, send)
        try:
            await self._app(scope, receive, measurement.send)
        except Exception as error:
            measurement.failed(error)
            raise
        finally:
            self._finish(measurement)

    def _finish(self, measurement: "Measurement") -> None:
        try:
            self._write(measurement.line())
        except Exception as error:
            print(f"telemetry failed: {error!r}", file=sys.stderr)  # noqa: T201 - its only outlet


class Measurement:
    """One inference on its way; its times are those at which the server sent the bytes."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.record = Inference(request_id=_request_id(scope))
        scope[SCOPE_KEY] = self.record
        self._send = send
        self._began = time.perf_counter()
        self._first: float | None = None
        self._last: float | None = None
        self._reader: BytesReader | None = None

    async def send(self, message: Message) -> None:
        """Pass one message on, then note what it was."""
        await self._send(message)
        if message["type"] == "http.response.start":
            self.record.status = message["status"]
            if self.record.operation is None and message["status"] == 200:
                self._reader = BytesReader(message)
        elif message["type"] == "http.response.body":
            self._note_body(message)

    def _note_body(self, message: Message) -> None:
        body = message.get("body", b"")
        if self._first is None and body:
            self._first = time.perf_counter()
        if self._reader is not None:
            self._reader.feed(body)
        if not message.get("more_body", False):
            self._last = time.perf_counter()

    def failed(self, error: Exception) -> None:
        """Note an exception, unless the server has said what happened."""
        if self.record.finish_reason is None:
            self.record.finish_reason = CANCELLED if self._is_gone(error) else BROKEN

    def _is_gone(self, error: Exception) -> bool:
        """Whether an exception says that the client is no longer there."""
        cannot_send = isinstance(error, OSError) and self.record.status is not None
        return cannot_send or isinstance(error, ClientDisconnect)

    def line(self) -> bytes:
        """The finished line."""
        if self._reader is not None:
            self._reader.fill(self.record)
        if self._last is None and self.record.status is not None:
            # Servers cut an answer short without a word when its client goes away.
            self.record.finish_reason = self.record.finish_reason or CANCELLED
        ended = self._last or time.perf_counter()
        first = None if self._first is None else self._first - self._began
        return self.record.line(ttft_s=first, latency_s=ended - self._began)


def _is_inference(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "POST":
        return False
    path: str = scope["path"]
    begin, end = OF_ONE_MODEL
    return path in PATHS or (path.startswith(begin) and path.endswith(end))


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == INFERENCE_ID:
            return str(value.decode("latin-1"))
    return uuid.uuid4().hex

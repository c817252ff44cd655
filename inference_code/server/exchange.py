"""One HTTP exchange, at the level of ASGI: its headers, its body, its answer."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from inference_code.errors import BodyTooLargeError, RequestError

JSON = b"application/json"
EVENTS = b"text/event-stream; charset=utf-8"
CUSTOM_ATTRIBUTES = "x-amzn-sagemaker-custom-attributes"

MOST_SKIPPED = 32 * 1024 * 1024
"""Bytes of a refused request that are read and dropped; more than SageMaker sends."""
SKIPPING_S = 2.0


class HungUpError(Exception):
    """The client went away before its request was complete."""


class Exchange:
    """Reads one request and writes one answer."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.headers = Headers(scope=scope)
        self.started = False
        self._is_read = False
        self._receive = receive
        self._send = send

    async def read_body(self, limit: int) -> bytes:
        """Read the whole body.

        Raises:
            BodyTooLargeError: it is longer than `limit` bytes, or declared to be.
            HungUpError: the client went away.
        """
        declared = self.headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > limit:
            raise BodyTooLargeError(f"the body has {declared} bytes; the limit is {limit}")
        parts: list[bytes] = []
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise HungUpError
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > limit:
                raise BodyTooLargeError(f"the body has more than {limit} bytes, which is the limit")
            if not message.get("more_body", False):
                self._is_read = True
                return b"".join(parts)

    async def hung_up(self) -> None:
        """Wait until the client goes away; to be used after `read_body`."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def start(
        self, status: int, media_type: bytes, more: Iterable[tuple[bytes, bytes]] = ()
    ) -> None:
        """Send the status and the headers."""
        headers = [(b"content-type", media_type), *more]
        if (attributes := self.headers.get(CUSTOM_ATTRIBUTES)) is not None:
            headers.append((CUSTOM_ATTRIBUTES.encode(), attributes.encode("latin-1")))
        self.started = True
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def write(self, data: bytes, *, more: bool) -> None:
        """Send one piece of the body."""
        await self._send({"type": "http.response.body", "body": data, "more_body": more})

    async def send_json(self, document: bytes) -> None:
        """Send a complete JSON answer."""
        length = (b"content-length", str(len(document)).encode())
        await self.start(200, JSON, [length])
        await self.write(document, more=False)

    async def send_error(self, error: RequestError) -> None:
        """Send an error as the whole answer; the connection ends if the body cannot be skipped."""
        is_read = self._is_read or await self._skip_body()
        body = error.body()
        headers = [(b"content-length", str(len(body)).encode())]
        if not is_read:
            headers.append((b"connection", b"close"))
        if error.retry_after_s is not None:
            headers.append((b"retry-after", str(error.retry_after_s).encode()))
        await self.start(error.status, JSON, headers)
        await self.write(body, more=False)

    async def _skip_body(self) -> bool:
        """Read what is left of the body, and tell whether that was all of it.

        A connection that ends with bytes unread is reset, and its client may lose the answer.
        """
        if self.headers.get("expect", "").lower() == "100-continue":
            return False  # Reading would ask for the body.
        skipped = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(SKIPPING_S):
                while skipped <= MOST_SKIPPED:
                    message = await self._receive()
                    if message["type"] == "http.disconnect":
                        return False
                    skipped += len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return True
        return False

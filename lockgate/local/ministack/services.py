"""Services of ours behind MiniStack's port."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from contextvars import ContextVar
from typing import Any

from lockgate.local.protocol.hangup import ClientGoneError, unless
from lockgate.local.protocol.http import Handler, HttpRequest, HttpResponse, Stream
from lockgate.local.protocol.scope import Scope

Receive = Callable[[], Awaitable[Any]]
_receive: ContextVar[Receive] = ContextVar("receive")


class Services:
    """Adds services to MiniStack's router."""

    def __init__(self, app: Any, router: Any, responses: Any) -> None:
        self._app = app
        self._router = router
        self._responses = responses
        self._paths: dict[re.Pattern[str], str] = {}
        self._detect = app.detect_service
        app.detect_service = self._service_of

    async def asgi(self, scope: Any, receive: Receive, send: Any) -> None:
        """The ASGI application."""
        _receive.set(receive)
        await self._app.app(scope, receive, send)

    def scope(self) -> Scope:
        """Account and region of the request, or stack operation, that is under way."""
        return Scope(self._responses.get_account_id(), self._responses.get_region())

    def add(self, name: str, handler: Handler, *, target: str, paths: Sequence[str] = ()) -> None:
        """Route requests to a handler.

        Args:
            name: the service as requests are signed for it.
            handler: answers them.
            target: what X-Amz-Target begins with.
            paths: regular expressions of whole paths that are its own when nobody signed.
        """

        async def answer(
            method: str, path: str, headers: dict[str, str], body: bytes, _query: Any
        ) -> tuple[int, dict[str, str], Any]:
            request = HttpRequest(self.scope(), method, path, headers, body, _disconnected)
            response = await handler(request)
            # In lower case: MiniStack rewrites a Content-Type to that of the service's protocol,
            # which the answer of a model does not follow.
            lower = {header.lower(): value for header, value in response.headers.items()}
            return response.status, lower, self._body(response)

        self._app.SERVICE_HANDLERS[name] = answer
        self._router.SERVICE_PATTERNS[name] = {"target_prefixes": [target]}
        self._paths |= dict.fromkeys(map(re.compile, paths), name)

    def _service_of(
        self, method: str, path: str, headers: Mapping[str, str], query: Mapping[str, Any]
    ) -> str:
        """The service that a request is for; MiniStack takes paths of ours for S3's."""
        is_signed = "authorization" in headers or "X-Amz-Signature" in query
        if not is_signed and "x-amz-target" not in headers:
            for pattern, name in self._paths.items():
                if pattern.fullmatch(path):
                    return name
        return str(self._detect(method, path, headers, query))

    def _body(self, response: HttpResponse) -> Any:
        if isinstance(response.body, bytes):
            return response.body
        body = response.body

        async def run(send: Any, _receive: Receive) -> None:
            with suppress(ClientGoneError):
                async with aclosing(body):
                    await unless(_disconnected, _send_all(body, send))

        return self._responses.StreamingResponse(run)


async def _disconnected() -> None:
    """Return when the client of the request that is being answered has hung up."""
    receive = _receive.get()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_all(body: Stream, send: Any) -> None:
    async for piece in body:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        # Neither end need ever wait; others have their turn here, and a hang-up is noticed.
        await asyncio.sleep(0)
    await send({"type": "http.response.body", "body": b"", "more_body": False})

"""An application that is put together as vLLM puts its own together, with answers of vLLM.

The answers are those of vLLM 0.30.0's own server, recorded in front of a scripted engine: what they
look like is vLLM's, what they say is not a model's. That of embeddings was written by vLLM's class
EmbeddingResponse.
"""

import asyncio
import importlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

ANSWERS = Path(__file__).with_name("answers")
ADAPTER = "polite"
NAMES = {None, "tiny", "dev-chat"}
USAGE = {"chat": (5, 4), "completion": (3, 3)}
"""Tokens of prompt and completion in the recorded answers."""


def recorded(name: str) -> bytes:
    """An answer as vLLM wrote it."""
    return (ANSWERS / name).read_bytes()


class Scripted:
    """The routes of a model that writes text; `gate` holds every stream back after its first event.

    Source: vllm/entrypoints/launchers/api_server/routers.py.
    """

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting = 0
        """Requests that have come to the gate."""
        self.left = 0
        """Streams whose client went away before the end."""

    @property
    def routes(self) -> list[Route]:
        """The routes that the tests ask for."""
        return [
            Route("/ping", self._ping),
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/v1/completions", self._completion, methods=["POST"]),
        ]

    async def _ping(self, _: Request) -> Response:
        return Response()

    async def _chat(self, request: Request) -> Response:
        document = await request.json()
        if document.get("temperature") == "hot":
            return Response(recorded("wrong_field.json"), 400, media_type="application/json")
        if document.get("model") == ADAPTER:
            return self._whole(request, "adapter.json", "chat")
        if document.get("model") not in NAMES:
            return Response(recorded("unknown_model.json"), 404, media_type="application/json")
        if not document.get("stream"):
            self.waiting += 1
            await _cancellable(self.gate.wait(), request)
            return self._whole(request, "chat.json", "chat")
        is_told = (document.get("stream_options") or {}).get("include_usage")
        return self._stream(request, f"chat_stream{'_usage' if is_told else ''}.txt", "chat")

    async def _completion(self, request: Request) -> Response:
        if (await request.json()).get("stream"):
            return self._stream(request, "completion_stream.txt", "completion")
        return self._whole(request, "completion.json", "completion")

    def _whole(self, request: Request, name: str, operation: str) -> Response:
        _tell_middleware(request, operation)
        return Response(recorded(name), media_type="application/json")

    def _stream(self, request: Request, name: str, operation: str) -> Response:
        return StreamingResponse(
            self._events(request, name, operation), media_type="text/event-stream"
        )

    async def _events(self, request: Request, name: str, operation: str) -> AsyncIterator[bytes]:
        try:
            for event in recorded(name).split(b"\n\n")[:-1]:
                yield event + b"\n\n"
                await self.gate.wait()
        except asyncio.CancelledError:
            self.left += 1
            raise
        _tell_middleware(request, operation)


def _tell_middleware(request: Request, operation: str) -> None:
    """Source: request_metadata in vllm/entrypoints/openai/chat_completion/serving.py."""
    prompt, completion = USAGE[operation]
    usage = SimpleNamespace(prompt_tokens=prompt, completion_tokens=completion)
    request.state.request_metadata = SimpleNamespace(final_usage_info=usage)


async def _cancellable(work: Any, request: Request) -> None:
    """Wait for work or for the client's leave, whichever comes first.

    Source: with_cancellation in vllm/entrypoints/serve/utils/api_utils.py, which then answers None.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_disconnected(request))
    await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
    working.cancel()
    leaving.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class Encoder:
    """The routes of a model that makes vectors."""

    routes = [
        Route(
            "/v1/embeddings",
            lambda _: Response(recorded("embedding.json"), media_type="application/json"),
            methods=["POST"],
        ),
        Route("/invocations", lambda _: JSONResponse({"scores": []}), methods=["POST"]),
    ]


def build_app(routes: Sequence[Route], middleware: Sequence[str]) -> Starlette:
    """Add the middleware and build the stack as vLLM does.

    Source: vllm/entrypoints/serve/middleware/register.py, init_entrypoints_middleware, and
    model_hosting_container_standards, common/fastapi/middleware/core.py, load_middlewares: the
    order stays, and the stack is built at once.
    """
    app = Starlette(routes=routes)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"]
    )
    for name in middleware:
        module_path, object_name = name.rsplit(".", 1)
        app.add_middleware(getattr(importlib.import_module(module_path), object_name))
    existing = list(app.user_middleware)
    app.user_middleware.clear()
    app.user_middleware.extend(existing)
    app.middleware_stack = app.build_middleware_stack()
    return app

"""The endpoints of the page, answered by our server with engines that say what a test tells them.

Each answer's stream is cut into small pieces, as SageMaker may do it.
"""

import threading
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from inference_code.errors import EngineError
from inference_code.handler import GenerationRequest, Operation
from inference_code.multi_model.memory import Memory
from inference_code.multi_model.models import Models
from inference_code.multi_model.service import create_application as create_multi_model
from inference_code.server.admission import Admission
from inference_code.server.application import create_application
from inference_code.vllm.arguments import MIDDLEWARE
from lockgate.local.ports import free_port
from lockgate.local.protocol.eventstream import event
from tests.inference_code.multi_model.scripted_engine import House
from tests.inference_code.scripted import ScriptedGeneration, ScriptedHandler, settings
from tests.inference_code.vllm.application import Scripted, build_app
from tests.local.polling import until

TARGET = "smollm2-135m-instruct-1.tar.gz"
PIECE = 7
BREAKING = "local-breaking"
"""Its streams end in an error."""
TYPE = "content-type"


def applications() -> dict[str, ASGIApp]:
    """The container of each endpoint by its name."""
    models = Models(settings(), Memory(100), House(**{TARGET: 40}).create)
    return {
        "local-smoke": answering("chat", "completion"),
        "containers-embeddings": answering("embedding"),
        "local-moods": answering("classification"),
        BREAKING: breaking(),
        "local-library": create_multi_model(models),
        "local-polite": build_app(Scripted().routes, MIDDLEWARE),
        "local-answers": Starlette(routes=[Route("/invocations", answer, methods=["POST"])]),
        "containers-iris": Starlette(routes=[Route("/invocations", classify, methods=["POST"])]),
    }


def answering(*operations: Operation) -> ASGIApp:
    """A server whose model can do this."""
    handler, admission = ScriptedHandler("A", " lock"), Admission(slots=1, queue=8)
    handler.operations, admission.state = frozenset(operations), "ready"
    return create_application(settings(), handler, admission)


class BreakingGeneration(ScriptedGeneration):
    """Says one word, and then fails."""

    async def __aiter__(self) -> AsyncGenerator[Sequence[bytes], None]:
        async for batch in super().__aiter__():
            yield batch
            raise EngineError("the engine broke")


class BreakingHandler(ScriptedHandler):
    """Ends each answer in an error."""

    def generate(self, request: GenerationRequest) -> BreakingGeneration:
        """Prepare an answer that breaks off."""
        return BreakingGeneration(self, request)


def breaking() -> ASGIApp:
    """A server whose engine fails in the midst of each answer."""
    admission = Admission(slots=1, queue=8)
    admission.state = "ready"
    return create_application(settings(), BreakingHandler("A", " lock"), admission)


async def classify(request: Request) -> Response:
    """As the handler of the toolkit container answers rows of numbers."""
    rows = (await request.body()).decode().splitlines()
    assert [len([float(cell) for cell in row.split(",")]) for row in rows] == [4, 4]
    return JSONResponse([{"label": "a", "score": 0.9}] * len(rows))


async def answer(request: Request) -> Response:
    """As a pipeline answers questions."""
    given = await request.json()
    assert given["inputs"].keys() == {"question", "context"}
    return JSONResponse({"answer": given["inputs"]["context"]})


class Runtime:
    """The paths of InvokeEndpoint and of InvokeEndpointWithResponseStream."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._applications = applications()
        whole = Route("/endpoints/{name}/invocations", self.invoke, methods=["POST"])
        path = "/endpoints/{name}/invocations-response-stream"
        self.application = Starlette(routes=[whole, Route(path, self.stream, methods=["POST"])])

    async def invoke(self, request: Request) -> Response:
        """Answer with what the container says."""
        said = await self._ask(request)
        return Response(said.content, said.status_code, {"content-type": said.headers[TYPE]})

    async def stream(self, request: Request) -> Response:
        """Answer with events."""
        content = (await self._ask(request)).content

        async def events() -> AsyncIterator[bytes]:
            for start in range(0, len(content), PIECE):
                yield event("PayloadPart", content[start : start + PIECE])

        return StreamingResponse(events(), media_type="application/vnd.amazon.eventstream")

    async def _ask(self, request: Request) -> httpx.Response:
        transport = httpx.ASGITransport(self._applications[request.path_params["name"]])
        path = "/invocations"
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            if (target := request.headers.get("x-amzn-sagemaker-target-model")) is not None:
                path = f"/models/{target}/invoke"
                url = str(self._folder)
                await client.post("/models", json={"model_name": target, "url": url})
            headers = {TYPE: request.headers.get(TYPE, "")}
            return await client.post(path, content=await request.body(), headers=headers)


@contextmanager
def running(folder: Path) -> Iterator[int]:
    """Serve the endpoints on a port of this machine; `folder` stands for a loaded model's."""
    port = free_port()
    config = uvicorn.Config(Runtime(folder).application, port=port, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started)
        yield port
    finally:
        server.should_exit = True
        thread.join()

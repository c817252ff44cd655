"""Multi Model Server as far as ours speaks to it: HTTP on a socket, and workers that report."""

import asyncio
from pathlib import Path

import orjson
from aiohttp import web

from inference_code.mms.backend import Backend
from inference_code.mms.client import Client
from inference_code.mms.folder import RunFolder
from inference_code.mms.lifeline import RUN_DIR, Lifeline
from inference_code.mms.roll import Roll

HANDLED = {"x-lockgate-handled": "1", "content-type": "application/json"}
OWN_HEADERS = {"Pragma": "no-cache", "x-request-id": "1", "Expires": "never"}


class FakeServer:
    """Answers what a test tells it to; keeps what it was asked."""

    def __init__(self, folder: RunFolder) -> None:
        self.asked: list[web.Request] = []
        self.bodies: list[bytes] = []
        self.answer = web.Response(body=b'{"said": 1}', headers=HANDLED)
        self.reports: list[dict[str, object]] = []
        """What the worker of the next loaded model tells."""
        self.loading: web.Response | None = None
        """What the next load is answered with, instead of a worker's report."""
        self.hangs_up = False
        """Whether it breaks off when it is told of a model, or asked for one."""
        self.busy: set[Lifeline] = set()
        """Workers that do not end when it lets go of them."""
        self.takes_model = True
        """Whether it has the only model, which it is started with."""
        self.workers_wanted = 1
        """Workers that the only model is to have."""
        self.gate = asyncio.Event()
        """Closed while an inference, or a question for the only model, is to wait."""
        self.gate.set()
        self._folder = folder
        self._workers: list[tuple[str, Lifeline]] = []
        application = web.Application()
        application.router.add_route("*", "/models", self._load)
        application.router.add_delete("/models/{name}", self._unload)
        application.router.add_get("/models/{name}", self._describe)
        application.router.add_route("*", "/{path:.*}", self._infer)
        self._runner = web.AppRunner(application)

    async def open(self) -> None:
        await self._runner.setup()
        await web.UnixSite(self._runner, str(self._folder.api)).start()

    async def close(self) -> None:
        self.gate.set()
        for _, worker in self._workers:
            worker.close()
        await self._runner.cleanup()

    def worker(self, model: str, **report: object) -> Lifeline:
        """A worker that reports; without anything to say, that it has loaded its model."""
        worker = Lifeline({RUN_DIR: str(self._folder.path)})
        self._workers.append((model, worker))
        worker.tell(**({"model": model, "bytes": 1 << 20} | report))
        return worker

    def end_workers(self, model: str) -> None:
        """Let all workers of a model end."""
        for name, worker in self._workers:
            if name == model and worker not in self.busy:
                worker.close()

    async def _infer(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.asked.append(request)
        await self.gate.wait()
        answer = self.answer
        headers = {**OWN_HEADERS, **answer.headers}
        return web.Response(body=answer.body, status=answer.status, headers=headers)

    async def _load(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        self._hang_up_if_told(request)
        if self.loading is not None:
            return self.loading
        name = request.query["model_name"]
        report = self.reports.pop() if self.reports else {}
        self.worker(name, **report)
        return web.Response(status=500 if "failed" in report else 200)

    async def _describe(self, request: web.Request) -> web.Response:
        self._hang_up_if_told(request)
        await self.gate.wait()
        document = {"minWorkers": self.workers_wanted}
        return web.json_response(document, status=200 if self.takes_model else 404)

    def _hang_up_if_told(self, request: web.Request) -> None:
        if self.hangs_up and request.transport is not None:
            request.transport.close()

    async def _unload(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        self.end_workers(request.match_info["name"])
        return web.Response()


class FakeBackend(Backend):
    """A backend whose server is there already; `java` ends when a test says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = RunFolder(folder)
        self.roll = Roll()
        self.client = Client(self.folder.api, passing=4)
        self.java: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        await self.roll.open(self.folder.roll)
        self.client.open()

    async def watch(self) -> None:
        await asyncio.shield(self.java)

    async def stop(self) -> None:
        await self.client.close()
        await self.roll.close()


def own_error(status: int, message: str) -> web.Response:
    """What Multi Model Server answers by itself."""
    body = orjson.dumps({"code": status, "type": "SomeException", "message": message})
    return web.Response(body=body, status=status, content_type="application/json")

"""A queue on its own: fake instances, fake S3 and SNS, and containers that are functions."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx

from lockgate.local.containers.errors import NoHealthyInstance
from lockgate.local.sagemaker.asynchronous.metrics import AsyncMetrics
from lockgate.local.sagemaker.asynchronous.queue import Queue
from lockgate.local.sagemaker.asynchronous.request import AsyncRequest, accept
from lockgate.local.sagemaker.asynchronous.settings import Settings
from lockgate.local.sagemaker.asynchronous.worker import Worker
from lockgate.local.sagemaker.capture.service import Captures
from lockgate.local.sagemaker.deployment import Deployment, ServingVariant
from lockgate.local.sagemaker.logs import EndpointLog
from lockgate.local.sagemaker.records import Definition, Endpoint
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.sagemaker.runtime.metrics import Publisher
from lockgate.local.time_scale import TimeScale
from tests.local.fake_stores import FakeStorage, Recorder
from tests.local.in_process import SCOPE, FakeInstance
from tests.local.polling import LIMIT_S
from tests.local.sagemaker.asynchronous.conftest import async_config

Answering = Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


class Instances:
    """A fleet of idle and busy instances; a test changes their number as it likes."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.busy: dict[str, int] = {}

    async def start(self) -> None:
        """They are always up."""

    async def scale(self, count: int) -> None:
        self.names = [f"i-{number}" for number in range(count)]

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[FakeInstance]:
        if not self.names:
            raise NoHealthyInstance("none")
        name = min(self.names, key=lambda one: self.busy.get(one, 0))
        self.busy[name] = self.busy.get(name, 0) + 1
        try:
            yield FakeInstance(name, f"http://{name}")
        finally:
            self.busy[name] -= 1

    async def drain(self) -> None:
        self.names = []

    async def stop(self) -> None:
        self.names = []


def configuration(**members: Any) -> Definition:
    """An endpoint configuration; members as those of `async_config`."""
    return Definition("config", "arn", {"AsyncInferenceConfig": async_config(**members)})


def deployment(config: Definition, **fleets: Instances) -> Deployment:
    """Variants of equal weight, by their names."""
    return Deployment(
        config,
        {
            name: ServingVariant({"VariantName": name}, fleet, "image", 1.0, len(fleet.names))
            for name, fleet in fleets.items()
        },
    )


class Bench:
    """The queue of an endpoint `slow`, whose container is `answering`."""

    def __init__(
        self, answering: Answering, fleet: Instances, *, factor: float = 1.0, **members: Any
    ) -> None:
        scale = TimeScale(factor)
        self.config = configuration(**members)
        self.endpoint = Endpoint("slow", "arn", SCOPE, self.config, status="InService")
        self.endpoint.serving = deployment(self.config, primary=fleet)
        self.storage, self.recorder = FakeStorage(), Recorder()
        self.publisher = Publisher(self.recorder)
        self.worker = Worker(
            self.endpoint,
            objects=self.storage,
            topics=self.storage,
            metrics=AsyncMetrics(self.publisher, scale),
            log=EndpointLog(self.recorder, SCOPE, "slow"),
            client=httpx.AsyncClient(transport=httpx.MockTransport(answering)),
            captures=Captures(self.storage),
        )
        self.queue = Queue(self.worker, scale, poll_s=0.001)

    def request(self, body: bytes = b"x", **members: str) -> AsyncRequest:
        invocation = Invocation(SCOPE, "InvokeEndpointAsync", "slow", members, body)
        return accept(invocation, Settings.of(self.config))

    def put(self, body: bytes = b"x", **members: str) -> AsyncRequest:
        request = self.request(body, **members)
        self.queue.put(request)
        return request

    def written(self, prefix: str) -> list[bytes]:
        """The objects below a prefix."""
        objects = self.storage.objects.items()
        return [content for (_, key), (content, _) in objects if key.startswith(prefix)]

    def values(self, name: str) -> list[float]:
        """The values of a metric so far."""
        self.publisher.flush()
        return self.recorder.values(name)

    def logged(self) -> list[tuple[str, str]]:
        """Stream and text of the log so far."""
        self.worker.log.flush()
        return [(stream, text) for _, stream, text in self.recorder.lines]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT_S):
        while not condition():
            await asyncio.sleep(0.001)


async def echo(request: httpx.Request) -> httpx.Response:
    """A container that answers with what it was asked."""
    return httpx.Response(200, content=request.content, headers={"Content-Type": "text/x"})


class Gated:
    """A container that answers when the gate opens, and remembers how busy each instance was."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.running: list[str] = []
        self.seen: list[bytes] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.running.append(request.url.host)
        self.seen.append(request.content)
        try:
            await self.gate.wait()
        finally:
            self.running.remove(request.url.host)
        return httpx.Response(200, content=request.content)

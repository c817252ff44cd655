"""SageMaker and Application Auto Scaling without a server, reached by real boto3 clients.

A hook of botocore hands each prepared request to the services; each response is compared with
its model before the client parses it.
"""

import asyncio
import io
import threading
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Coroutine,
    Iterator,
    Mapping,
)
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

from lockgate.local.autoscaling.service import AutoScaling
from lockgate.local.containers.errors import ContainerFailed, NoHealthyInstance
from lockgate.local.protocol.http import Handler, HttpRequest, HttpResponse
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.fleets import Fleets, OnLine, Wanted
from lockgate.local.sagemaker.runtime.limits import Limits
from lockgate.local.sagemaker.scalable_variants import ScalableVariants
from lockgate.local.sagemaker.service import SageMaker
from lockgate.local.sagemaker.store import Stores
from lockgate.local.time_scale import REAL_TIME, TimeScale
from tests.local.alarm_book import FakeAlarmBook
from tests.local.conformance import problems
from tests.local.fake_stores import FakeAlarms, FakeStorage, Recorder
from tests.local.polling import LIMIT_S

SCOPE = Scope("000000000000", "eu-west-1")
SCALING = TimeScale(500)
"""Looks at an endpoint that is being scaled each hundredth of a second."""


@dataclass
class FakeInstance:
    """Stands for one container; all are the same echo server."""

    id: str
    base_url: str


class FakeFleet:
    """A fleet whose MODE variable makes it fail, or wait for `gate`."""

    def __init__(self, wanted: Wanted, on_line: OnLine, base_url: str, gate: asyncio.Event) -> None:
        self.count = wanted.count
        self.events: list[str] = []
        self.served = 0
        container = wanted.model.request["PrimaryContainer"]
        self.mode = container.get("Environment", {}).get("MODE")
        self._on_line = on_line
        self._instance = FakeInstance("i-0123456789abcdef0", base_url)
        self._gate = gate

    async def start(self) -> None:
        self._on_line(self._instance.id, "starting")
        if self.mode == "wait":
            await self._gate.wait()
        if self.mode == "exit":
            reason = "The container of echo exited with code 7."
            raise ContainerFailed(reason, ["the model file is missing"])
        self.events.append("started")

    async def scale(self, count: int) -> None:
        if self.mode == "small" and count > 1:
            raise ContainerFailed("The container of echo exited with code 7.", ["no room"])
        if self.mode == "no processes" and count > 1:
            raise BlockingIOError("Resource temporarily unavailable")
        if self.mode == "grows slowly":
            await self._gate.wait()
        self.count = count
        self.events.append(f"scaled to {count}")

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[FakeInstance]:
        is_gone = bool({"drained", "stopped"} & set(self.events))
        if is_gone or self.mode == "dead" or self.events[-1] == "scaled to 0":
            raise NoHealthyInstance("no instance of echo can answer now")
        self.served += 1
        if self.mode == "no answer":
            await self._gate.wait()
        yield self._instance

    async def drain(self) -> None:
        if self.mode == "drains slowly":
            await self._gate.wait()
        self.events.append("drained")

    async def stop(self) -> None:
        self._on_line(self._instance.id, "stopping")
        self.events.append("stopped")


@dataclass
class FakeFleets:
    """Makes fake fleets and remembers them."""

    base_url: str
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    made: list[FakeFleet] = field(default_factory=list)

    async def make(self, wanted: Wanted, on_line: OnLine) -> FakeFleet:
        self.made.append(FakeFleet(wanted, on_line, self.base_url, self.gate))
        return self.made[-1]

    def check_image(self, scope: Scope, container: Mapping[str, Any]) -> None:
        """Every image will do."""


class InProcess:
    """The services on an event loop in a thread."""

    def __init__(
        self,
        base_url: str,
        limits: Limits | None = None,
        time_scale: TimeScale = REAL_TIME,
        fleets: Fleets | None = None,
    ) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.fleets = FakeFleets(base_url)
        self.recorder = Recorder()
        self.alarms = FakeAlarms()
        self.storage = FakeStorage()
        stores = Stores()
        self.alarm_book = FakeAlarmBook()
        self.autoscaling = AutoScaling(
            ScalableVariants(stores, lambda *called: self.service.control.call(*called)),
            self.alarm_book,
            time_scale=SCALING,
        )
        self.service = SageMaker(
            fleets or self.fleets,
            stores=stores,
            logs=self.recorder,
            metrics=self.recorder,
            objects=self.storage,
            topics=self.storage,
            targets=self.autoscaling,
            alarms=self.alarms,
            limits=limits,
            time_scale=time_scale,
        )

    @cached_property
    def sagemaker(self) -> Any:
        return self.client("sagemaker", self.service.handle)

    @cached_property
    def runtime(self) -> Any:
        return self.client("sagemaker-runtime", self.service.handle)

    @cached_property
    def scaling(self) -> Any:
        return self.client("application-autoscaling", self.autoscaling.handle)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine on the services' loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=LIMIT_S)

    def client(self, name: str, handler: Handler) -> Any:
        client = boto3.client(
            name,
            region_name=SCOPE.region,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106
            config=Config(retries={"total_max_attempts": 1}),
        )

        def send(request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse:
            return self._respond(name, event_name.rpartition(".")[2], handler, request)

        client.meta.events.register("before-send", send)
        return client

    def _respond(
        self, service: str, name: str, handler: Handler, request: AWSPreparedRequest
    ) -> AWSResponse:
        headers = {key.lower(): _text(value) for key, value in request.headers.items()}
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        path = urlsplit(request.url).path
        asked = HttpRequest(SCOPE, request.method, path, headers, body, self._never)
        answered: HttpResponse = self.run(_coroutine(handler(asked)))
        content = self._content(answered)
        shown = b"{}" if not isinstance(answered.body, bytes) else content
        assert not problems(operation(service, name), answered.status, answered.headers, shown)
        raw = _Raw(content)
        return AWSResponse(request.url, answered.status, dict(answered.headers), raw)

    def _content(self, response: HttpResponse) -> bytes:
        if isinstance(response.body, bytes):
            return response.body
        stream = response.body

        async def collect() -> bytes:
            try:
                return b"".join([piece async for piece in stream])
            finally:
                await stream.aclose()

        collected: bytes = self.run(collect())
        return collected

    async def _never(self) -> None:
        await asyncio.Event().wait()

    def settle(self, name: str) -> dict[str, Any]:
        """Wait for an endpoint's operation; returns its description, if it is still there."""

        async def wait() -> None:
            for endpoint in self.service.stores.of(SCOPE).endpoints:
                if endpoint.name == name and endpoint.operation:
                    await endpoint.operation

        self.run(wait())
        described: dict[str, Any] = self.sagemaker.describe_endpoint(EndpointName=name)
        return described

    def scaled(self) -> None:
        """Wait until no target is being scaled."""

        async def wait() -> None:
            while self.autoscaling.is_busy:
                await asyncio.sleep(0.01)

        self.run(wait())

    def close(self) -> None:
        self.run(self.autoscaling.close())
        self.run(self.service.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class _Raw(io.BytesIO):
    """A body as botocore reads it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        while piece := self.read(64):  # small, so that frames span several pieces
            yield piece


async def _coroutine(work: Awaitable[HttpResponse]) -> HttpResponse:
    return await work


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


@contextmanager
def running(
    base_url: str,
    limits: Limits | None = None,
    time_scale: TimeScale = REAL_TIME,
    fleets: Fleets | None = None,
) -> Iterator[InProcess]:
    """The services, stopped at the end; their fleets are fakes unless others are given."""
    services = InProcess(base_url, limits, time_scale, fleets)
    try:
        yield services
    finally:
        services.close()

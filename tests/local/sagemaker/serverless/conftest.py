"""Containers without processes, for the pool and the fleet of a serverless variant."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from lockgate.local.containers.errors import ContainerFailed
from lockgate.local.sagemaker.serverless.concurrency import Concurrency
from lockgate.local.sagemaker.serverless.fleet import ServerlessFleet
from lockgate.local.time_scale import TimeScale


class FakeContainer:
    """Starts when `gate` is open; `fails` lets the next starts fail."""

    def __init__(self, number: int, makes: "Containers") -> None:
        self.id = f"i-{number}"
        self.base_url = f"http://container/{number}"
        self.stopped = False
        self._makes = makes
        self._end: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        await self._makes.gate.wait()
        if self._makes.fails:
            raise ContainerFailed("The container of echo exited with code 7.")

    async def wait(self) -> int:
        return await asyncio.shield(self._end)

    async def stop(self, *, grace_s: float) -> None:
        self.stopped = True

    def crash(self) -> None:
        self._end.set_result(3)

    def exit_reason(self, code: int) -> str:
        return f"{self.id} exited with code {code}."


@dataclass
class Containers:
    """Makes containers and remembers them, and what the log says of them."""

    made: list[FakeContainer] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    fails: bool = False

    def create(self) -> FakeContainer:
        self.made.append(FakeContainer(len(self.made), self))
        return self.made[-1]

    def notice(self, _container: str, text: str) -> None:
        self.notices.append(text)


@pytest.fixture
async def containers() -> Containers:
    made = Containers()
    made.gate.set()
    return made


Build = Callable[..., ServerlessFleet]


@pytest.fixture
async def build(containers: Containers) -> AsyncIterator[Build]:
    """Makes fleets, which are stopped after the test. Idle times are hours by default."""
    fleets: list[ServerlessFleet] = []

    def make(maximum: int = 2, provisioned: int = 0, *, factor: float = 0.01) -> ServerlessFleet:
        fleet = ServerlessFleet(
            containers.create,
            Concurrency(maximum, provisioned),
            on_notice=containers.notice,
            time_scale=TimeScale(factor),
            delay=lambda _losses: 0,
        )
        fleets.append(fleet)
        return fleet

    yield make
    for fleet in fleets:
        await fleet.stop()

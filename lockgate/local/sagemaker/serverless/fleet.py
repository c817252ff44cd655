"""A fleet without instances: containers start for requests, and stop when none come."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import perf_counter

from lockgate.local.containers.errors import FleetStopped, NoHealthyInstance, Throttled
from lockgate.local.containers.slot import delay_after
from lockgate.local.sagemaker.loans import Loan, microseconds
from lockgate.local.sagemaker.serverless.concurrency import Concurrency, measures
from lockgate.local.sagemaker.serverless.pool import Container, Pool
from lockgate.local.time_scale import REAL_TIME, TimeScale

IDLE_S = 5 * 60
"""Time after which an idle container stops. AWS documents none; about this was observed:
https://github.com/aws/sagemaker-python-sdk/issues/3446"""


class ServerlessFleet:
    """The containers of one serverless variant; each answers one request at a time.

    As on AWS Lambda, a request that finds no idle container waits for the start of one, unless
    as many requests are under way as the variant takes.
    """

    def __init__(
        self,
        create: Callable[[], Container],
        size: Concurrency,
        *,
        on_notice: Callable[[str, str], None],
        time_scale: TimeScale = REAL_TIME,
        delay: Callable[[int], float] = delay_after,
    ) -> None:
        self._pool = Pool(
            create,
            idle_s=time_scale.seconds(IDLE_S),
            on_notice=on_notice,
            on_loss=self._replace,
        )
        self._size = size
        self._delay = delay
        self._losses = 0
        self._in_flight = 0
        self._empty = asyncio.Event()
        self._empty.set()
        self._closed = False

    @property
    def instances(self) -> list[Container]:
        """The containers that answer now."""
        return self._pool.running

    async def start(self) -> None:
        """Start the provisioned containers, or one to prove that it answers."""
        self._pool.keep = self._size.provisioned
        try:
            await self._add(max(1, self._size.provisioned))
        except BaseException:
            await self.stop()
            raise

    async def scale(self, count: int) -> None:
        """Keep `count` provisioned containers."""
        await self.resize(Concurrency(self._size.maximum, count))

    async def resize(self, size: Concurrency) -> None:
        """Take other sizes; returns when the provisioned containers are up.

        Raises:
            ContainerError: one did not start; then the sizes of before remain.
            FleetStopped: the fleet was stopped or drained.
        """
        if self._closed:
            raise FleetStopped("the serverless variant was stopped")
        before, self._pool.keep = self._size, size.provisioned
        try:
            await self._add(size.provisioned - self._pool.size)
        except BaseException:
            self._pool.keep = before.provisioned
            raise
        self._size = size

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Loan]:
        """Lend a container, started if need be.

        Raises:
            Throttled: as many requests are under way as the variant takes.
            NoHealthyInstance: it takes none any more, or the container did not start.
        """
        if self._closed:
            raise NoHealthyInstance("the serverless variant takes no more requests")
        if self._in_flight >= self._size.maximum:
            raise Throttled(
                f"{self._in_flight} requests are under way; MaxConcurrency is {self._size.maximum}"
            )
        self._count(1)
        try:
            loan, container = await self._lend()
            try:
                yield loan
            finally:
                self._pool.give_back(container)
        finally:
            self._count(-1)

    async def drain(self) -> None:
        """Take no more requests, let those under way finish, and stop."""
        self._closed = True
        await self._empty.wait()
        await self._pool.stop()

    async def stop(self) -> None:
        """Stop at once."""
        self._closed = True
        await self._pool.stop()

    async def _lend(self) -> tuple[Loan, Container]:
        told = measures(self._size, self._in_flight)
        known, began = set(self._pool.running), perf_counter()
        container = await self._pool.take()
        self._losses = 0
        if container not in known:
            told.append(microseconds("ModelSetupTime", perf_counter() - began))
        return Loan(container.id, container.base_url, measures=told), container

    def _count(self, change: int) -> None:
        self._in_flight += change
        if self._in_flight:
            self._empty.clear()
        else:
            self._empty.set()

    async def _add(self, count: int) -> None:
        await asyncio.gather(*(self._pool.add() for _ in range(count)))

    def _replace(self) -> None:
        """Start a container for a provisioned one that was lost, later after each loss."""
        self._losses += 1
        asyncio.get_running_loop().call_later(self._delay(self._losses), self._top_up)

    def _top_up(self) -> None:
        if not self._closed and self._pool.size < self._pool.keep:
            self._pool.add()

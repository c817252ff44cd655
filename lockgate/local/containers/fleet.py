"""The instances of one production variant, and the way of a request to one of them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from lockgate.local.containers.errors import FleetStopped, NoHealthyInstance
from lockgate.local.containers.instance import Instance
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.slot import Slot, delay_after
from lockgate.local.containers.spec import ContainerSpec

GRACE_S = 30.0
"""Time between SIGTERM and SIGKILL; SageMaker's, too."""

Choose = Callable[[Sequence[Instance]], Instance]
"""Picks one of several instances."""


def least_busy(instances: Sequence[Instance]) -> Instance:
    """The instance with the fewest requests in flight."""
    return min(instances, key=lambda one: one.outstanding)


class Fleet:
    """Keeps `count` instances of a container alive and spreads requests over them."""

    def __init__(
        self,
        spec: ContainerSpec,
        *,
        count: int,
        startup_timeout_s: float,
        on_line: Callable[[str, str], None],
        launcher: Launcher,
        delay: Callable[[int], float] = delay_after,
    ) -> None:
        self._spec = spec
        self._count = count
        self._startup_timeout_s = startup_timeout_s
        self._on_line = on_line
        self._launcher = launcher
        self._delay = delay
        self._slots: list[Slot] = []
        self._leaving: list[Slot] = []
        self._growing: dict[Slot, asyncio.Task[None]] = {}
        self._scaling = asyncio.Lock()
        self._closed = False

    @property
    def instances(self) -> list[Instance]:
        """The instances that answer now."""
        return [slot.instance for slot in self._slots if slot.instance is not None]

    @property
    def outstanding(self) -> int:
        """Requests in flight on all instances."""
        return sum(instance.outstanding for instance in self.instances)

    async def start(self) -> None:
        """Return when all instances are healthy; else stop them all and raise what failed."""
        await self.scale(self._count)

    async def scale(self, count: int) -> None:
        """Start or stop instances until there are `count`.

        Those that are to stop get no new request and finish the ones they have. If new ones do
        not start, those of before go on serving, and what failed is raised. Raises FleetStopped
        when the fleet is stopped or drained meanwhile.
        """
        async with self._scaling:
            if self._closed:
                raise self._stopped()
            await self._grow(count - len(self._slots))
            leaving = self._take(len(self._slots) - count)
        await self._drain(leaving)

    @asynccontextmanager
    async def acquire(self, choose: Choose = least_busy) -> AsyncIterator[Instance]:
        """Lend an instance, which `choose` takes from those that answer.

        Raises NoHealthyInstance when none does.
        """
        instances = [] if self._closed else self.instances
        if not instances:
            raise NoHealthyInstance(f"no instance of {self._spec.folder.name} can answer now")
        instance = choose(instances)
        with instance.lent():
            yield instance

    async def drain(self) -> None:
        """Take no new request, let those in flight finish, and stop."""
        self._close()
        async with self._scaling:
            leaving = self._take(len(self._slots))
        await self._drain(leaving)

    async def stop(self) -> None:
        """Stop all instances; requests in flight have the grace time that SIGTERM gives."""
        self._close()
        await asyncio.gather(*self._growing.values(), return_exceptions=True)
        await self._stop([*self._slots, *self._leaving, *self._growing])
        self._slots = []

    def _close(self) -> None:
        self._closed = True
        for start in self._growing.values():
            start.cancel()

    async def _grow(self, count: int) -> None:
        slots = [self._slot() for _ in range(count)]
        self._growing = {slot: asyncio.create_task(slot.start()) for slot in slots}
        try:
            await asyncio.gather(*self._growing.values())
        except BaseException as error:
            await self._abandon()
            if self._closed:
                raise self._stopped() from error
            raise
        finally:
            self._growing = {}
        self._slots += slots

    async def _abandon(self) -> None:
        for start in self._growing.values():
            start.cancel()
        await asyncio.gather(*self._growing.values(), return_exceptions=True)
        await self._stop([*self._growing])

    async def _stop(self, slots: list[Slot]) -> None:
        await asyncio.gather(*(slot.stop(grace_s=GRACE_S) for slot in slots))

    def _take(self, count: int) -> list[Slot]:
        """Take the least busy slots out of the way of requests."""
        least_busy = sorted(self._slots, key=lambda slot: slot.outstanding)
        leaving = least_busy[: max(count, 0)]
        self._slots = [slot for slot in self._slots if slot not in leaving]
        self._leaving += leaving
        return leaving

    async def _drain(self, leaving: list[Slot]) -> None:
        await asyncio.gather(*(slot.drain(grace_s=GRACE_S) for slot in leaving))
        self._leaving = [slot for slot in self._leaving if slot not in leaving]

    def _stopped(self) -> FleetStopped:
        return FleetStopped(f"the fleet of {self._spec.folder.name} was stopped")

    def _slot(self) -> Slot:
        return Slot(self._instance, on_notice=self._on_line, delay=self._delay)

    def _instance(self) -> Instance:
        return Instance(
            self._spec,
            startup_timeout_s=self._startup_timeout_s,
            on_line=self._on_line,
            launcher=self._launcher,
        )

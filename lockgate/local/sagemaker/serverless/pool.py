"""The containers of a serverless variant, and who waits for one."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from lockgate.local.containers.errors import NoHealthyInstance

GRACE_S = 30.0
"""Time between SIGTERM and SIGKILL."""


class Container(Protocol):
    """One container, from its start to its end."""

    @property
    def id(self) -> str:
        """The container's id."""

    @property
    def base_url(self) -> str:
        """Where it answers."""

    async def start(self) -> None:
        """Return when it is healthy; raise what failed."""

    async def wait(self) -> int:
        """Wait for its end; returns its exit code."""

    async def stop(self, *, grace_s: float) -> None:
        """Send SIGTERM, and SIGKILL after the grace time."""

    def exit_reason(self, code: int) -> str:
        """How it ended, in one sentence."""


Changed = Callable[[], None]
"""Called when a container ended by itself or did not start."""


class Pool:
    """Starts a container for whoever finds none idle, and stops those that stay idle."""

    def __init__(
        self,
        create: Callable[[], Container],
        *,
        idle_s: float,
        on_notice: Callable[[str, str], None],
        on_loss: Changed,
    ) -> None:
        self.keep = 0
        """Containers that stay however idle they are."""
        self._create = create
        self._idle_s = idle_s
        self._on_notice = on_notice
        self._on_loss = on_loss
        self._running: dict[Container, asyncio.Task[None]] = {}
        self._idle: dict[Container, asyncio.TimerHandle] = {}
        self._waiting: deque[asyncio.Future[Container]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._stopping: set[asyncio.Task[None]] = set()

    @property
    def running(self) -> list[Container]:
        """The containers that answer now."""
        return list(self._running)

    @property
    def size(self) -> int:
        """Containers that run or start."""
        return len(self._running) + len(self._starting)

    async def take(self) -> Container:
        """An idle container, or the first that becomes free or is up.

        Raises:
            NoHealthyInstance: one was started for this, and it failed.
        """
        if self._idle:
            container, timer = self._idle.popitem()  # the last used, so that others stay idle
            timer.cancel()
            return container
        place: asyncio.Future[Container] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        if len(self._starting) < len(self._waiting):
            self.add()
        try:
            return await place
        except asyncio.CancelledError:
            self._withdraw(place)
            raise

    def give_back(self, container: Container) -> None:
        """Lend a container to the next who waits, or let it be idle."""
        if container not in self._running:
            return
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(container)
                return
        timer = asyncio.get_running_loop().call_later(self._idle_s, self._expire, container)
        self._idle[container] = timer

    def add(self) -> asyncio.Task[None]:
        """Begin to start a container."""
        task = asyncio.get_running_loop().create_task(self._start())
        self._starting.add(task)
        task.add_done_callback(_seen)
        return task

    async def stop(self) -> None:
        """Stop all containers, those that start too, and disappoint all who wait."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for place in self._waiting:
            if not place.done():
                place.set_exception(NoHealthyInstance("the serverless variant was stopped"))
        for container in self.running:
            self._retire(container)
        await asyncio.gather(*self._stopping)

    async def _start(self) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - it runs as one
        container = self._create()
        try:
            await container.start()
        except Exception as error:
            self._starting.discard(task)
            self._on_notice(container.id, f"lockgate: the container did not start: {error}")
            self._disappoint(error)
            self._on_loss()
            raise
        finally:
            self._starting.discard(task)
        self._running[container] = asyncio.create_task(self._watch(container))
        self.give_back(container)

    def _disappoint(self, error: Exception) -> None:
        """Tell one who waits, unless enough containers still start for all."""
        while self._waiting and len(self._waiting) > len(self._starting):
            place = self._waiting.popleft()
            if not place.done():
                failure = NoHealthyInstance(f"a container was started for this request: {error}")
                failure.__cause__ = error
                place.set_exception(failure)
                return

    def _withdraw(self, place: asyncio.Future[Container]) -> None:
        if place in self._waiting:
            self._waiting.remove(place)
        elif place.done() and not place.cancelled() and place.exception() is None:
            self.give_back(place.result())

    async def _watch(self, container: Container) -> None:
        code = await container.wait()
        self._forget(container)
        self._on_notice(container.id, f"lockgate: {container.exit_reason(code)}")
        self._on_loss()

    def _expire(self, container: Container) -> None:
        if len(self._running) > self.keep:
            self._retire(container)
        else:
            del self._idle[container]
            self.give_back(container)

    def _retire(self, container: Container) -> None:
        self._running[container].cancel()
        self._forget(container)
        task = asyncio.get_running_loop().create_task(container.stop(grace_s=GRACE_S))
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)

    def _forget(self, container: Container) -> None:
        with suppress(KeyError):
            self._idle.pop(container).cancel()
        del self._running[container]


def _seen(task: asyncio.Task[None]) -> None:
    """Take note of a failure, which the log and those who wait were told of."""
    if not task.cancelled():
        task.exception()

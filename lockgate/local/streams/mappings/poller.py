"""Keeps one task for each lane of each mapping."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from lockgate.local.streams.mappings.lane import Batch, Discard, Idle, Lane, Outcome, Step
from lockgate.local.streams.mappings.records import Record, Shard
from lockgate.local.streams.mappings.settings import Settings

logger = logging.getLogger(__name__)

LOOK_S = 1.0
"""Longest time until a new mapping or shard is noticed; a new record is noticed at once."""


class Mapping(Protocol):
    """A mapping of a stream, as the emulator keeps it."""

    @property
    def id(self) -> str:
        """Its UUID."""

    def settings(self) -> Settings | None:
        """As they are now; None while it is disabled or gone."""

    def shards(self) -> Sequence[Shard]:
        """Of its stream; none if there is no stream."""

    def start(self, shard: str) -> int:
        """The order of the last record before the one where reading begins."""

    def read(
        self, shard: str, position: int, room: int, wanted: Callable[[Record], bool]
    ) -> tuple[Sequence[Record], int]:
        """Up to `room` wanted records behind a position, and the last position looked at."""

    def call(self, shard: Shard, batch: Batch) -> Awaitable[Outcome]:
        """Call the function with a batch."""

    def give_up(self, shard: Shard, discard: Discard) -> None:
        """Tell the destination, if there is one."""


@dataclass
class _Running:
    lane: Lane
    count: int
    """Lanes of its shard."""
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        return self.task is not None and not self.task.done()


_Place = tuple[str, str, int]
"""Mapping, shard, and the lane's number."""


class Poller:
    """Reads streams, and calls functions."""

    def __init__(
        self,
        mappings: Callable[[], Iterable[Mapping]],
        *,
        now: Callable[[], float],
        new_lane: Callable[[Shard, Callable[[int, int], tuple[Sequence[Record], int]], int], Lane],
    ) -> None:
        self._mappings = mappings
        self._now = now
        self._new_lane = new_lane
        self._lanes: dict[_Place, _Running] = {}
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look for new records now. Call from the event loop."""
        self._woken.set()
        for running in self._lanes.values():
            running.woken.set()

    async def watch(self) -> None:
        """Keep the lanes; at the end they are cancelled."""
        try:
            while True:
                self._woken.clear()
                self._look()
                await _wait(self._woken, LOOK_S)
        finally:
            for running in self._lanes.values():
                self._stop(running)

    def _look(self) -> None:
        """Start the lanes that are missing, and stop those that are too many."""
        wanted: set[_Place] = set()
        for mapping in self._mappings():
            settings = mapping.settings()
            for shard in mapping.shards():
                count = settings.factor if settings else 0
                places = [(mapping.id, shard.id, number) for number in range(count)]
                wanted |= set(places) if settings else self._of(mapping.id)
                self._start(mapping, shard, places)
        for place in self._lanes.keys() - wanted:
            self._stop(self._lanes.pop(place))

    def _of(self, mapping: str) -> set[_Place]:
        return {place for place in self._lanes if place[0] == mapping}

    def _start(self, mapping: Mapping, shard: Shard, places: Sequence[_Place]) -> None:
        """Let the lanes of a shard run; after a change of their number all begin anew."""
        known = [place for place in self._lanes if place[:2] == (mapping.id, shard.id)]
        old = [self._lanes[place] for place in known]
        if places and any(running.count != len(places) for running in old):
            for place in known:
                self._stop(self._lanes.pop(place))
        begin = min((one.lane.checkpoint for one in old), default=None)
        for place in places:
            if place not in self._lanes:
                self._lanes[place] = self._made(mapping, shard, place[2], len(places), begin)
            running = self._lanes[place]
            if not running.is_running:
                running.task = asyncio.create_task(self._run(mapping, running))

    def _made(
        self, mapping: Mapping, shard: Shard, number: int, count: int, begin: int | None
    ) -> _Running:
        def read(position: int, room: int) -> tuple[Sequence[Record], int]:
            return mapping.read(shard.id, position, room, lambda one: one.lane(count) == number)

        position = mapping.start(shard.id) if begin is None else begin
        return _Running(self._new_lane(shard, read, position), count)

    def _stop(self, running: _Running) -> None:
        if running.task is not None:
            running.task.cancel()

    async def _run(self, mapping: Mapping, running: _Running) -> None:
        """Do what a lane says until its mapping is disabled."""
        try:
            while settings := mapping.settings():
                running.woken.clear()
                step = running.lane.next(settings, self._now())
                await self._do(mapping, running, step, settings)
        except Exception:
            logger.exception("event source mapping %s stumbled, and goes on", mapping.id)

    async def _do(
        self, mapping: Mapping, running: _Running, step: Step, settings: Settings
    ) -> None:
        shard = running.lane.shard
        if isinstance(step, Idle):
            seconds = None if step.until is None else max(0.0, step.until - self._now())
            await _wait(running.woken, seconds)
        elif isinstance(step, Discard):
            mapping.give_up(shard, step)
        else:
            outcome = await mapping.call(shard, step.batch)
            discard = running.lane.settle(outcome, mapping.settings() or settings, self._now())
            if discard is not None:
                mapping.give_up(shard, discard)


async def _wait(event: asyncio.Event, seconds: float | None) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()

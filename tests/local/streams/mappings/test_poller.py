"""The tasks of mappings, on a stream in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from lockgate.local.streams.mappings.lane import Batch, Discard, Lane, Outcome
from lockgate.local.streams.mappings.poller import Poller
from lockgate.local.streams.mappings.records import Record, Shard
from lockgate.local.streams.mappings.settings import Settings
from tests.local.polling import LIMIT_S
from tests.local.streams.mappings.shards import FAILS, PLAIN, SHARD, record


@dataclass
class FakeMapping:
    """A mapping of one shard, whose function waits for its gate and may fail."""

    id: str = "mapping"
    now_settings: Settings | None = PLAIN
    records: list[Record] = field(default_factory=list)
    calls: list[list[int]] = field(default_factory=list)
    given_up: list[Discard] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    outcome: Outcome = field(default_factory=Outcome)
    running: int = 0
    most: int = 0

    def settings(self) -> Settings | None:
        return self.now_settings

    def shards(self) -> Sequence[Shard]:
        return [SHARD]

    def start(self, shard: str) -> int:
        del shard
        return -1

    def read(
        self, shard: str, position: int, room: int, wanted: Callable[[Record], bool]
    ) -> tuple[Sequence[Record], int]:
        del shard
        following = [one for one in self.records if one.order > position][:room]
        last = following[-1].order if following else position
        return [one for one in following if wanted(one)], last

    async def call(self, shard: Shard, batch: Batch) -> Outcome:
        del shard
        self.running += 1
        self.most = max(self.most, self.running)
        await self.gate.wait()
        self.running -= 1
        self.calls.append([one.order for one in batch.records])
        return self.outcome

    def give_up(self, shard: Shard, discard: Discard) -> None:
        del shard
        self.given_up.append(discard)


@asynccontextmanager
async def polling(*mappings: FakeMapping) -> AsyncIterator[Poller]:
    poller = Poller(
        lambda: mappings,
        now=lambda: 0.0,
        new_lane=lambda shard, read, position: Lane(shard, read, position),
    )
    task = asyncio.create_task(poller.watch())
    yield poller
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT_S):
        while not condition():
            await asyncio.sleep(0)


async def test_new_records_are_read_when_the_poller_is_woken() -> None:
    mapping = FakeMapping()
    mapping.gate.set()
    async with polling(mapping) as poller:
        for number in (1, 2):
            mapping.records.append(record(number))
            poller.wake()
            await until(lambda: bool(mapping.calls) and mapping.calls[-1] == [number])  # noqa: B023
    assert mapping.calls == [[1], [2]]


async def test_a_shard_has_as_many_calls_at_once_as_its_factor() -> None:
    mapping = FakeMapping(now_settings=replace(PLAIN, factor=4))
    mapping.records = [record(number, key=str(number)) for number in range(100)]
    async with polling(mapping):
        await until(lambda: mapping.running == 4)
        mapping.gate.set()
        await until(lambda: sum(map(len, mapping.calls)) == 100)
    assert mapping.most == 4


async def test_a_disabled_mapping_goes_on_where_it_was() -> None:
    mapping = FakeMapping(records=[record(1)])
    mapping.gate.set()
    async with polling(mapping) as poller:
        await until(lambda: mapping.calls == [[1]])
        mapping.now_settings = None
        mapping.records.append(record(2))
        poller.wake()
        for _ in range(20):  # turns of the loop, more than a lane needs
            await asyncio.sleep(0)
        assert mapping.calls == [[1]]
        mapping.now_settings = PLAIN
        poller.wake()
        await until(lambda: mapping.calls == [[1], [2]])


async def test_records_given_up_are_told() -> None:
    mapping = FakeMapping(records=[record(1)], outcome=FAILS)
    mapping.now_settings = replace(PLAIN, retries=0)
    mapping.gate.set()
    async with polling(mapping):
        await until(lambda: bool(mapping.given_up))
    assert mapping.given_up[0].condition == "RetryAttemptsExhausted"


async def test_another_factor_loses_no_record() -> None:
    mapping = FakeMapping(records=[record(number, key=str(number)) for number in range(20)])
    async with polling(mapping) as poller:
        await until(lambda: mapping.running == 1)
        mapping.now_settings = replace(PLAIN, factor=3)
        poller.wake()
        await until(lambda: mapping.most >= 3)
        mapping.gate.set()
        await until(lambda: {n for call in mapping.calls for n in call} == set(range(20)))

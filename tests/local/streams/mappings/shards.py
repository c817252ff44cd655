"""A shard, a clock and a function of the tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lockgate.local.streams.mappings.lane import Discard, Idle, Invoke, Lane, Outcome
from lockgate.local.streams.mappings.records import Record, Shard
from lockgate.local.streams.mappings.settings import Settings

SHARD = Shard(
    "shardId-000000000000",
    "arn:aws:kinesis:eu-west-1:000000000000:stream/records",
    "arn:aws:iam::000000000000:role/reader",
)
PLAIN = Settings(
    batch_size=4,
    window_s=0,
    factor=1,
    bisects=False,
    reports_failures=False,
    retries=None,
    oldest_s=None,
    destination=None,
)
FAILS = Outcome({"errorMessage": "poison"}, is_error=True)


def record(number: int, *, arrival: float = 0.0, data: str = "", key: str = "one") -> Record:
    return Record(str(number), key, data, arrival)


def reported(*identifiers: Any) -> Outcome:
    return Outcome({"batchItemFailures": [{"itemIdentifier": one} for one in identifiers]})


@dataclass
class World:
    """One lane, whose function does what `function` says of the numbers that it gets."""

    settings: Settings = PLAIN
    function: Callable[[list[int]], Outcome] = lambda _numbers: Outcome()
    now: float = 0.0
    records: list[Record] = field(default_factory=list)
    calls: list[list[int]] = field(default_factory=list)
    given_up: list[Discard] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lane = Lane(SHARD, self._read, -1, pause_s=1, longest_pause_s=60)

    def _read(self, position: int, room: int) -> tuple[Sequence[Record], int]:
        found = [one for one in self.records if one.order > position][:room]
        return found, found[-1].order if found else position

    def set(self, **settings: Any) -> "World":
        """Change settings."""
        self.settings = replace(self.settings, **settings)
        return self

    def put(self, *numbers: int, **members: Any) -> "World":
        """Records arrive now."""
        arrived = [record(number, arrival=self.now, **members) for number in numbers]
        self.records += arrived
        return self

    def run(self) -> float | None:
        """Do all there is to do now; returns until when there is nothing more."""
        while not isinstance(step := self.lane.next(self.settings, self.now), Idle):
            if isinstance(step, Invoke):
                numbers = [one.order for one in step.batch.records]
                self.calls.append(numbers)
                outcome = self.function(numbers)
                step_up = self.lane.settle(outcome, self.settings, self.now)
                self.given_up += [step_up] if step_up else []
            else:
                self.given_up.append(step)
        return step.until

    def run_out(self) -> "World":
        """Let time pass until nothing is left to do."""
        while (until := self.run()) is not None:
            self.now = until
        return self

    @property
    def lost(self) -> list[list[int]]:
        return [[one.order for one in discard.batch.records] for discard in self.given_up]

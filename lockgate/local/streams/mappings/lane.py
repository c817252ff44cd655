"""What happens to the records of one shard, in their order.

Only what to do next is decided here, from the time that is given; nothing waits and nothing is
called. With a ParallelizationFactor a shard has several lanes, each with its own partition keys.
https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lockgate.local.streams.mappings.records import LARGEST_PAYLOAD, Record, Shard, failed_at
from lockgate.local.streams.mappings.settings import Settings

FIRST_PAUSE_S = 1.0
"""Seconds of AWS between a failure and the next try; twice as long after each further one. AWS
says that it backs off, and not how long: our reading."""
LONGEST_PAUSE_S = 60.0
RETRIES_EXHAUSTED = "RetryAttemptsExhausted"
TOO_OLD = "RecordAgeExceeded"


@dataclass(frozen=True)
class Batch:
    """Records that are, or were, given to the function together."""

    records: Sequence[Record]
    failures: int = 0
    """Tries that count against MaximumRetryAttempts."""
    calls: int = 0
    """Tries in all, those of the larger batches that it was part of included."""
    not_before: float = 0.0
    """Time of the next try."""


@dataclass(frozen=True)
class Invoke:
    """Call the function now, then settle the lane."""

    batch: Batch


@dataclass(frozen=True)
class Discard:
    """Tell the destination that records are given up."""

    batch: Batch
    condition: str
    response: "Outcome | None" = None


@dataclass(frozen=True)
class Idle:
    """Nothing to do until this time; None until new records come."""

    until: float | None


@dataclass(frozen=True)
class Outcome:
    """What came of a call."""

    response: Any = None
    """What the function returned, or its error as Lambda reports it."""
    is_error: bool = False
    """It failed, or ran out of time."""
    was_called: bool = True
    """False where Lambda could not call it: it was throttled, or is not there."""


Step = Invoke | Discard | Idle
Read = Callable[[int, int], tuple[Sequence[Record], int]]
"""Takes the order of the last record read, and how many are wanted; returns the lane's next ones,
and the order of the last record looked at, whether it is the lane's or not."""


@dataclass
class Lane:
    """The state of one lane. Times are in seconds, as the caller's clock gives them."""

    shard: Shard
    read: Read
    position: int
    """Order of the last record that was read."""
    pause_s: float = FIRST_PAUSE_S
    longest_pause_s: float = LONGEST_PAUSE_S
    checkpoint: int = field(init=False)
    """Order of the last record before all that are not done."""
    _work: deque[Batch] = field(default_factory=deque)
    _gathered: list[Record] = field(default_factory=list)
    _bytes: int = 0
    _since: float = 0.0

    def __post_init__(self) -> None:
        """Begin where reading begins."""
        self.checkpoint = self.position

    def next(self, settings: Settings, now: float) -> Step:
        """What to do now. After a Discard ask again."""
        if not self._work:
            until = self._gather(settings, now)
            if until is None or until > now:
                self._note_checkpoint()
                return Idle(until)
            self._work.append(Batch(tuple(self._gathered)))
            self._gathered, self._bytes = [], 0
        batch = self._work[0]
        if discard := self._too_old(batch, settings, now):
            return discard
        return Invoke(batch) if batch.not_before <= now else Idle(batch.not_before)

    def settle(self, outcome: Outcome, settings: Settings, now: float) -> Discard | None:
        """Take note of what came of the call of `next`; returns what is given up by that."""
        batch = self._work.popleft()
        if not outcome.was_called:
            self._work.appendleft(replace(batch, not_before=now + self.pause_s))
            return None
        batch = replace(batch, calls=batch.calls + 1)
        failed = 0 if outcome.is_error else self._reported(outcome, batch, settings)
        discard = None if failed is None else self._failed(batch, failed, outcome, settings, now)
        self._note_checkpoint()
        return discard

    def _gather(self, settings: Settings, now: float) -> float | None:
        """Read until the batch is full; returns when it is to be sent, None while it is empty."""
        is_full = len(self._gathered) >= settings.batch_size
        while not is_full:
            room = settings.batch_size - len(self._gathered)
            records, last = self.read(self.position, room)
            if last == self.position:
                break
            if not self._gathered and records:
                self._since = now
            is_full = self._take(records, last) or len(self._gathered) >= settings.batch_size
        if not self._gathered:
            return None
        return now if is_full else self._since + settings.window_s

    def _take(self, records: Sequence[Record], last: int) -> bool:
        """Take as many as an event has room for; returns whether some are left."""
        for record in records:
            size = self.shard.size(record)
            if self._gathered and self._bytes + size > LARGEST_PAYLOAD:
                return True
            self._gathered.append(record)
            self._bytes += size
            self.position = record.order
        self.position = last
        return False

    def _too_old(self, batch: Batch, settings: Settings, now: float) -> Discard | None:
        """Take the records that are too old to be sent from the batch."""
        if settings.oldest_s is None:
            return None
        limit = now - settings.oldest_s
        young = [record for record in batch.records if record.arrival >= limit]
        if len(young) == len(batch.records):
            return None
        old = [record for record in batch.records if record.arrival < limit]
        self._work.popleft()
        if young:
            self._work.appendleft(replace(batch, records=tuple(young)))
        self._note_checkpoint()
        return Discard(replace(batch, records=tuple(old)), TOO_OLD)

    def _reported(self, outcome: Outcome, batch: Batch, settings: Settings) -> int | None:
        """The first record that failed by the function's own report."""
        if not settings.reports_failures:
            return None
        return failed_at(outcome.response, batch.records)

    def _failed(
        self, batch: Batch, failed: int, outcome: Outcome, settings: Settings, now: float
    ) -> Discard | None:
        """Try again what failed: in halves, which counts as no retry, or as it is.

        A reported failure cuts the batch there. Where nothing before it went well the batch has
        failed whole, and is cut in halves.
        """
        rest = replace(batch, records=batch.records[failed:])
        if settings.bisects and failed:
            self._work.appendleft(rest)
        elif settings.bisects and len(rest.records) > 1:
            middle = (len(rest.records) + 1) // 2
            self._work.appendleft(replace(rest, records=rest.records[middle:]))
            self._work.appendleft(replace(rest, records=rest.records[:middle]))
        elif settings.retries is not None and batch.failures >= settings.retries:
            return Discard(rest, RETRIES_EXHAUSTED, outcome)
        else:
            pause = min(self.pause_s * 2**batch.failures, self.longest_pause_s)
            self._work.appendleft(
                replace(rest, failures=batch.failures + 1, not_before=now + pause)
            )
        return None

    def _note_checkpoint(self) -> None:
        """All before the first record that is not done is done."""
        waiting = self._work[0].records if self._work else self._gathered
        self.checkpoint = waiting[0].order - 1 if waiting else self.position

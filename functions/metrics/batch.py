"""A batch of Kinesis records: stores them all, then says what they add to the metrics."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

from .aggregate import Aggregate
from .arrival import Arrival
from .reading import Reader, Reading
from .store import Outcome

THREADS = 16
MAX_WAITING = 2 * THREADS
"""Tasks at once: as many again as threads, so that none waits for work."""
MAX_RECORDS = 128
"""Of one task. To hand a task to a thread costs more time than to read a small record."""
MAX_LINES = 1000
"""Of one task, but for a record that has more of its own."""
MAX_LINES_WAITING = 10_000
"""Lines in memory at once, unpacked, but for a task that has more of its own."""
log = logging.getLogger(__name__)


@dataclass
class Batch:
    """What became of a batch."""

    aggregate: Aggregate = field(default_factory=Aggregate)
    failed: str | None = None
    """Sequence number of the first record that could not be stored; those after it come again."""


class Task(NamedTuple):
    """Records that one thread stores, one after another."""

    readings: Sequence[Reading]
    stored: Future[list[Outcome | Exception]]
    """What became of them, up to the first that could not be stored."""
    lines: int


def process(
    arrivals: Sequence[Arrival], reader: Reader, keep: Callable[[Reading], Outcome]
) -> Batch:
    """Store records, and count those that come before the first that could not be stored.

    Args:
        arrivals: in the order of their sequence numbers.
        reader: reads one.
        keep: stores what belongs to one; called in threads.
    """
    batch = Batch()
    waiting: deque[Task] = deque()
    pool = ThreadPoolExecutor(THREADS)
    # A small batch has a task for each record, so that all threads have work.
    most = min(1 + len(arrivals) // MAX_WAITING, MAX_RECORDS)
    try:
        for readings in _parts(_different(map(reader.read, arrivals)), most):
            lines = sum(reading.lines for reading in readings)
            while _full(waiting, lines):
                if not _settle(waiting.popleft(), batch):
                    return batch
            waiting.append(Task(readings, pool.submit(_keep, keep, readings), lines))
        while waiting and _settle(waiting.popleft(), batch):
            pass
    finally:
        pool.shutdown(cancel_futures=True)
    return batch


def _full(waiting: Sequence[Task], lines: int) -> bool:
    """Whether something must be done with first, before more is read."""
    if not waiting:
        return False
    return (
        len(waiting) == MAX_WAITING
        or lines + sum(task.lines for task in waiting) > MAX_LINES_WAITING
    )


def _keep(
    keep: Callable[[Reading], Outcome], readings: Iterable[Reading]
) -> list[Outcome | Exception]:
    outcomes: list[Outcome | Exception] = []
    for reading in readings:
        try:
            outcomes.append(keep(reading))
        except Exception as error:
            return [*outcomes, error]
    return outcomes


def _parts(readings: Iterable[Reading], most: int) -> Iterator[list[Reading]]:
    part: list[Reading] = []
    lines = 0
    for reading in readings:
        part.append(reading)
        lines += reading.lines
        if len(part) == most or lines >= MAX_LINES:
            yield part
            part, lines = [], 0
    if part:
        yield part


def _different(readings: Iterable[Reading | None]) -> Iterator[Reading]:
    """Of equal records the first only: else the thread that is faster would decide."""
    keys = set()
    for reading in readings:
        if reading is not None and reading.item.key not in keys:
            keys.add(reading.item.key)
            yield reading


def _settle(task: Task, batch: Batch) -> bool:
    """Count the records that are stored; whether all are."""
    for reading, outcome in zip(task.readings, task.stored.result(), strict=False):
        if isinstance(outcome, Exception):
            batch.failed = reading.arrival.sequence_number
            log.warning("record %s cannot be stored: %s", batch.failed, outcome)
            return False
        if outcome is not Outcome.DUPLICATE:
            _count(reading, batch.aggregate)
    return True


def _count(reading: Reading, aggregate: Aggregate) -> None:
    place = reading.place
    if place is not None:
        for minute, inferences in reading.minutes.items():
            aggregate.add(place, minute, inferences)
    for minute, count in reading.unparsable.items():
        aggregate.add_unparsable(place.endpoint if place else None, minute, count)

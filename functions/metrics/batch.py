"""A batch of Kinesis records: stores them all, then says what they add to the metrics."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from math import ceil

from .aggregate import Aggregate
from .arrival import Arrival
from .reading import Reader, Reading
from .store import Outcome

THREADS = 16
MAX_LINES = 10_000
"""Lines in memory at once, unpacked, but for a record that has more of its own."""
log = logging.getLogger(__name__)


@dataclass
class Batch:
    """What became of a batch."""

    aggregate: Aggregate = field(default_factory=Aggregate)
    failed: str | None = None
    """Sequence number of the first record that could not be stored; those after it come again."""


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
    pool = ThreadPoolExecutor(THREADS)
    try:
        # First read, then store, in turn: threads that begin and end would take the interpreter
        # from the reading all the time.
        for readings in _loads(_different(map(reader.read, arrivals))):
            if not _store(readings, keep, pool, batch):
                break
    finally:
        pool.shutdown(cancel_futures=True)
    return batch


def _loads(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """As many records at once as there may be lines in memory."""
    load: list[Reading] = []
    lines = 0
    for reading in readings:
        if load and lines + reading.lines > MAX_LINES:
            yield load
            load, lines = [], 0
        load.append(reading)
        lines += reading.lines
    if load:
        yield load


def _store(
    readings: Sequence[Reading],
    keep: Callable[[Reading], Outcome],
    pool: Executor,
    batch: Batch,
) -> bool:
    """Store records, a share in each thread, and count them; whether all are stored."""
    size = ceil(len(readings) / THREADS)
    shares = [readings[start : start + size] for start in range(0, len(readings), size)]
    stored = [pool.submit(_keep, keep, share) for share in shares]
    return all(
        _settle(share, outcomes.result(), batch)
        for share, outcomes in zip(shares, stored, strict=True)
    )


def _keep(
    keep: Callable[[Reading], Outcome], readings: Iterable[Reading]
) -> list[Outcome | Exception]:
    """What became of records, up to the first that could not be stored."""
    outcomes: list[Outcome | Exception] = []
    for reading in readings:
        try:
            outcomes.append(keep(reading))
        except Exception as error:
            return [*outcomes, error]
    return outcomes


def _different(readings: Iterable[Reading | None]) -> Iterator[Reading]:
    """Of equal records the first only: else the thread that is faster would decide."""
    keys = set()
    for reading in readings:
        if reading is not None and reading.item.key not in keys:
            keys.add(reading.item.key)
            yield reading


def _settle(
    readings: Sequence[Reading], outcomes: Sequence[Outcome | Exception], batch: Batch
) -> bool:
    """Count the records that are stored; whether all are."""
    for reading, outcome in zip(readings, outcomes, strict=False):
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

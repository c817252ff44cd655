"""A batch of Kinesis records: stores them all, then says what they add to the metrics."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from .aggregate import Aggregate
from .arrival import Arrival
from .reading import Reader, Reading
from .store import Outcome

THREADS = 16
WINDOW = 2 * THREADS
"""Records in memory at once, unpacked: as many again as threads, so that none waits for work."""
log = logging.getLogger(__name__)


@dataclass
class Batch:
    """What became of a batch."""

    aggregate: Aggregate = field(default_factory=Aggregate)
    failed: str | None = None
    """Sequence number of the first record that could not be stored; those after it come again."""


def process(
    arrivals: Iterable[Arrival],
    reader: Reader,
    keep: Callable[[Reading], Outcome],
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
        waiting: deque[tuple[Reading, Future[Outcome]]] = deque()
        for reading in _different(map(reader.read, arrivals)):
            waiting.append((reading, pool.submit(keep, reading)))
            if len(waiting) == WINDOW and not _settle(*waiting.popleft(), batch):
                return batch
        while waiting and _settle(*waiting.popleft(), batch):
            pass
    finally:
        pool.shutdown(cancel_futures=True)
    return batch


def _different(readings: Iterable[Reading | None]) -> Iterator[Reading]:
    """Of equal records the first only: else the thread that is faster would decide."""
    keys = set()
    for reading in readings:
        if reading is not None and reading.item.key not in keys:
            keys.add(reading.item.key)
            yield reading


def _settle(reading: Reading, future: Future[Outcome], batch: Batch) -> bool:
    """Count a record if it is stored; whether it is."""
    number = reading.arrival.sequence_number
    try:
        outcome = future.result()
    except Exception as error:
        log.warning("record %s cannot be stored: %s", number, error)
        batch.failed = number
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

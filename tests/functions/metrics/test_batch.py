import threading
from collections.abc import Sequence
from typing import Any

import pytest

from functions.metrics import batch as module
from functions.metrics.arrival import Arrival
from functions.metrics.batch import THREADS, Batch, process
from functions.metrics.reading import Reader, Reading
from functions.metrics.store import Outcome

from .published import total
from .samples import NOW_S, batch, line, of_lines


def arrivals(*data: bytes) -> list[Arrival]:
    return [Arrival.of(record) for record in batch(*data)["Records"]]


def run(records: list[Arrival], outcome: Outcome = Outcome.STORED) -> tuple[Batch, list[str]]:
    """What became of the records, and the sequence numbers of those that were kept."""
    kept: list[str] = []

    def keep(reading: Reading) -> Outcome:
        kept.append(reading.arrival.sequence_number)
        return outcome

    return process(records, Reader(lambda minute: True, NOW_S), keep), kept


def requests(found: Batch) -> float:
    return total("\n".join(found.aggregate.documents()), "Requests", "dev-chat", "a")


@pytest.mark.parametrize("count", [0, 1, THREADS, 200, 1500])
def test_each_record_is_kept_and_counted(count: int) -> None:
    found, kept = run(arrivals(*[of_lines(line()) for _ in range(count)]))
    assert sorted(kept, key=int) == [str(number) for number in range(1, count + 1)]
    assert (requests(found), found.failed) == (count, None)


def test_of_equal_records_the_first_is_kept() -> None:
    data = of_lines(line())
    found, kept = run(arrivals(data, data, data))
    assert (kept, requests(found)) == (["1"], 1)


@pytest.mark.parametrize(
    ("outcome", "counted"), [(Outcome.STORED, 1), (Outcome.RETRIED, 1), (Outcome.DUPLICATE, 0)]
)
def test_only_a_duplicate_does_not_count(outcome: Outcome, counted: int) -> None:
    assert requests(run(arrivals(of_lines(line())), outcome)[0]) == counted


def test_a_small_batch_is_stored_by_all_threads_at_once() -> None:
    together = threading.Barrier(THREADS, timeout=60)

    def keep(reading: Reading) -> Outcome:
        together.wait()
        return Outcome.STORED

    records = arrivals(*[of_lines(line()) for _ in range(THREADS)])
    found = process(records, Reader(lambda minute: True, NOW_S), keep)
    assert found.failed is None


class Counting(Reader):
    """Counts the lines that it has read."""

    lines = 0

    def read(self, arrival: Arrival) -> Reading | None:
        found = super().read(arrival)
        self.lines += found.lines if found else 0
        return found


@pytest.mark.parametrize("at_once", [3, 9, 60])
def test_lines_in_memory_are_bounded(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINES", at_once)
    reader, waiting, store = Counting(lambda minute: True, NOW_S), [], module._store
    done = 0

    def note(readings: Sequence[Reading], *others: Any) -> bool:
        nonlocal done
        waiting.append(reader.lines - done)
        done += sum(reading.lines for reading in readings)
        return store(readings, *others)

    monkeypatch.setattr(module, "_store", note)
    records = arrivals(*[of_lines(line(), line(), line()) for _ in range(40)])
    process(records, reader, lambda reading: Outcome.STORED)
    assert done == 120
    # One record of three lines is read before there must be room for it.
    assert max(waiting) <= at_once + 3


def test_first_failure_is_told_and_what_follows_is_not_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def keep(reading: Reading) -> Outcome:
        if int(reading.arrival.sequence_number) in (5, 7):
            raise OSError("no answer")
        return Outcome.STORED

    records = arrivals(*[of_lines(line()) for _ in range(100)])
    found = process(records, Reader(lambda minute: True, NOW_S), keep)
    assert (found.failed, requests(found)) == ("5", 4)
    assert "record 5 cannot be stored: no answer" in caplog.text

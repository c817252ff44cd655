"""Cold starts."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from benchmarks.cold_start import cold_starts


def test_ways_start_in_turn_and_each_has_ended_before_the_next() -> None:
    seen: list[str] = []

    def way(name: str) -> Callable[[], AbstractContextManager[None]]:
        @contextmanager
        def start() -> Iterator[None]:
            seen.append(f"{name} starts")
            yield
            seen.append(f"{name} ends")

        return start

    seconds = cold_starts({"ours": way("ours"), "bare": way("bare")}, rounds=2)
    assert seen == ["ours starts", "ours ends", "bare starts", "bare ends"] * 2
    assert [len(each) for each in seconds.values()] == [2, 2]

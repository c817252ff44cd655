"""Starts, each in new processes, in turn."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from benchmarks.command_line import tell

COLD_STARTS = 5
Start = Callable[[], AbstractContextManager[object]]


def cold_starts(ways: Mapping[str, Start], *, rounds: int = COLD_STARTS) -> dict[str, list[float]]:
    """Seconds until each way is there, which is when its context begins."""
    tell("measuring cold starts")
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, start in ways.items():
            began = time.perf_counter()
            with start():
                seconds[name].append(time.perf_counter() - began)
    return seconds

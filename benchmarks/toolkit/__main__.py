"""The container `toolkit` against the same handler in bare Multi Model Server, and its start.

The handler takes microseconds, so what is measured is the way of a request to it and back. Both
servers have as many workers as the machine has cores, and the same Java.

python -m benchmarks.toolkit [--pairs N] [--requests N]
"""

import argparse
import asyncio
from functools import partial

from rich.console import Console

from benchmarks.cold_start import cold_starts
from benchmarks.command_line import end_servers_too, options
from benchmarks.container import prepare, serving
from benchmarks.load import AT_ONCE, load
from benchmarks.pairs import Comparison, compare
from benchmarks.tables import rates_tables, starts_table, words
from benchmarks.toolkit.servers import BODY, MODEL, Bare, directly
from inference_code.cores import usable_cores

WORKERS = usable_cores()


def main() -> None:
    """Measure all cases and print the tables."""
    given = options("toolkit", requests=2000)
    end_servers_too()
    container = prepare("toolkit", MODEL, LOCKGATE_PARALLEL_REQUESTS=str(WORKERS))
    bare = Bare(container, workers=WORKERS)
    call_s, answer = directly(container, given.requests)
    with serving(container) as ours, bare.serving() as theirs:
        comparisons = asyncio.run(measure(ours, theirs, answer, given))
    starts = cold_starts(
        {
            "ours, to a healthy ping, which waits for the model": partial(serving, container),
            "bare, to its first ping, which does not": partial(bare.serving, "/ping"),
            "bare, to its first answer": bare.serving,
        }
    )
    handler = f"The handler alone takes {call_s * 1e6:.0f} µs. Both have {WORKERS} workers."
    tables = (*rates_tables(comparisons), starts_table(starts))
    Console().print(*tables, words(given.pairs, handler))


async def measure(
    ours: int, theirs: int, answer: bytes, given: argparse.Namespace
) -> list[Comparison]:
    """The same requests to both; all answers must be the handler's."""

    def check(said: bytes) -> None:
        if said != answer:
            raise RuntimeError(f"{said[:300]!r}, not {answer!r}")

    ask = partial(load, bodies=[BODY] * given.requests, check=check)
    comparisons = []
    for at_once in AT_ONCE:
        own, peer = partial(ask, ours, at_once=at_once), partial(ask, theirs, at_once=at_once)
        case = f"{at_once} at once"
        comparisons.append(await compare(case, own, peer, name="bare", pairs=given.pairs))
    return comparisons


if __name__ == "__main__":
    main()

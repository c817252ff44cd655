"""The container `toolkit` against the same handler in bare Multi Model Server, and without any.

The handler takes microseconds, so what is measured is the way of a request to it and back. Both
servers have as many workers as the machine has processors, and the same Java.

python -m benchmarks.toolkit [--pairs N] [--requests N]
"""

import argparse
import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.tables import add_rates, new_table, starts_table
from benchmarks.tables import options as options_of
from benchmarks.toolkit_load import BODY, Round, load
from benchmarks.toolkit_servers import (
    CONTAINER,
    MODEL,
    bare,
    ours,
    python,
    wait_for_answer,
    wait_for_ping,
)

AT_ONCE = (1, 8)
COLD_STARTS = 5
_DIRECTLY = """
import sys, time
import inference
model, body, calls = inference.model_fn(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def answer():
    prediction = inference.predict_fn(inference.input_fn(body, "application/json"), model)
    return inference.output_fn(prediction, "application/json")[0]
answer()
began = time.perf_counter()
for _ in range(calls):
    said = answer()
print((time.perf_counter() - began) / calls)
print(said)
"""


def main() -> None:
    """Measure all cases and print the tables."""
    options = options_of("The container toolkit against its bare engine.", requests=2000)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers end, too
    program, console = python(), Console()
    call_s, answer = directly(program, options.requests)
    with ours(program) as own, bare(program) as theirs:
        wait_for_ping(own)
        wait_for_answer(theirs)
        cases = asyncio.run(measure(own, theirs, answer, options))
    console.print(_throughput(cases, call_s))
    console.print(_cold_starts(program))
    console.print(f"Medians of {options.pairs} interleaved pairs; half of them in the last column.")


def directly(program: Path, calls: int) -> tuple[float, bytes]:
    """Call the handler without a server; the seconds of a call, and its answer."""
    done = subprocess.run(
        [program, "-c", _DIRECTLY, MODEL, BODY, str(calls)],
        env={"PYTHONPATH": str(CONTAINER)},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, answer = done.stdout.splitlines()
    return float(seconds), answer.encode()


async def measure(
    own: int, theirs: int, answer: bytes, options: argparse.Namespace
) -> dict[int, list[tuple[Round, Round]]]:
    """Rounds of ours and of the peer's in turn; the first pair of each case only warms up."""
    cases: dict[int, list[tuple[Round, Round]]] = {}
    for at_once in AT_ONCE:
        print(f"measuring {at_once} at once ...", file=sys.stderr, flush=True)  # noqa: T201 - takes a minute
        pairs = []
        for position in range(-1, options.pairs):
            order = (own, theirs) if position % 2 else (theirs, own)
            rounds = {
                port: await load(port, at_once=at_once, requests=options.requests, answer=answer)
                for port in order
            }
            pairs.append((rounds[own], rounds[theirs]))
        cases[at_once] = pairs[1:]
    return cases


def _throughput(cases: dict[int, list[tuple[Round, Round]]], call_s: float) -> Table:
    table = new_table("requests/s", "ours", "bare", "ratio", "half of pairs", "latency")
    for at_once, pairs in cases.items():
        add_rates(table, f"{at_once} at once", pairs, milliseconds="{:+.2f} ms")
    table.add_row("the handler alone", f"{1 / call_s:.0f}", *[""] * 4)
    return table


def _cold_starts(program: Path) -> Table:
    """From the start of the process; both ways in turn."""
    kinds: dict[str, tuple[Callable[[Path], AbstractContextManager[int]], Callable[[int], float]]]
    kinds = {
        "ours, to a healthy ping, which waits for the model": (ours, wait_for_ping),
        "bare, to its first ping, which does not": (bare, wait_for_ping),
        "bare, to its first answer": (bare, wait_for_answer),
    }
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(COLD_STARTS):
        for name, (start, wait) in kinds.items():
            with start(program) as port:
                began = time.perf_counter()
                seconds[name].append(wait(port) - began)
    return starts_table(list(seconds), list(zip(*seconds.values(), strict=True)))


if __name__ == "__main__":
    main()

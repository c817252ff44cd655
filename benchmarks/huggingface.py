"""The container `huggingface` against Transformers alone, with the same weights, and its start.

python -m benchmarks.huggingface [--pairs N] [--requests N]
"""

import argparse
import asyncio
import signal
import sys
import time
from contextlib import ExitStack
from functools import partial

from rich.console import Console
from rich.table import Table

from benchmarks.bare_loop import BareLoop
from benchmarks.huggingface_servers import WORKERS, bare_loop, ours, prepare
from benchmarks.onnx_batching import in_turn
from benchmarks.onnx_load import load
from benchmarks.onnx_texts import KINDS
from benchmarks.tables import add_rates, new_table, starts_table
from benchmarks.tables import options as options_of
from benchmarks.toolkit_load import Round
from lockgate.local.containers.launcher import Prepared

AT_ONCE = (1, 8)
COLD_STARTS = 5
STARTS = ("ours, to a healthy ping", "Transformers alone, to the end of its load")
Pairs = list[tuple[Round, Round]]


def main() -> None:
    """Measure all cases and print the tables."""
    options = options_of("The container huggingface and its bare engine.", requests=80)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers end, too
    container = prepare()
    with ExitStack() as stack:
        port = stack.enter_context(ours(container))
        bare = bare_loop(container)
        stack.callback(bare.close)
        cases = asyncio.run(measure(port, bare, options))
    console = Console()
    console.print(_throughput(cases))
    console.print(starts_table(STARTS, cold_starts(container)))
    console.print(
        f"Medians of {options.pairs} interleaved pairs; half of the pairs lie in the last column "
        f"of ratios. Ours has {WORKERS} workers,\neach with one request at a time. The bare loop "
        "has all cores, and takes as many texts into a run as requests are\nunder way. Other work "
        "on this machine makes the figures meaningless."
    )


async def measure(port: int, bare: BareLoop, options: argparse.Namespace) -> dict[str, Pairs]:
    """Rounds of ours and of the bare loop in turn, for each kind of text."""
    cases = {}
    for kind in KINDS:
        for at_once in AT_ONCE:
            title = f"{kind}s, {at_once} at once"
            print(f"measuring {title} ...", file=sys.stderr, flush=True)  # noqa: T201 - takes minutes
            what = {"kind": kind, "at_once": at_once, "requests": options.requests}
            own = partial(load, port, **what)
            alone = partial(asyncio.to_thread, bare.run, **what)
            cases[title] = await in_turn(own, alone, options.pairs)
    return cases


def cold_starts(container: Prepared) -> list[tuple[float, float]]:
    """Seconds from the start of the process: ours to a healthy ping, the bare load to its end."""
    pairs = []
    for _ in range(COLD_STARTS):
        began = time.perf_counter()
        with ours(container):
            healthy = time.perf_counter() - began
        began = time.perf_counter()
        bare = bare_loop(container)
        pairs.append((healthy, time.perf_counter() - began))
        bare.close()
    return pairs


def _throughput(cases: dict[str, Pairs]) -> Table:
    table = new_table("requests/s", "ours", "bare", "ratio", "half of pairs", "added ms")
    for title, pairs in cases.items():
        add_rates(table, title, pairs, milliseconds="{:+.1f}")
    return table


if __name__ == "__main__":
    main()

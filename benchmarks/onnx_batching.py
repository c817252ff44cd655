"""The container `onnx`: with its batching and without, against ONNX Runtime alone, and its start.

python -m benchmarks.onnx_batching [--pairs N] [--requests N]
"""

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from rich.console import Console

from benchmarks.bare_loop import BareLoop
from benchmarks.onnx_load import load
from benchmarks.onnx_report import Case, report
from benchmarks.onnx_servers import bare_loop, container, exported, python
from benchmarks.onnx_texts import KINDS
from benchmarks.tables import options as options_of
from benchmarks.toolkit_load import Round

AT_ONCE = (1, 8)
COLD_STARTS = 5
SHARES = {"question": 1, "passage": 4}
"""By how much fewer of these a round has; they take the longer."""
Way = Callable[[], Awaitable[Round]]


def main() -> None:
    """Measure all cases and print the tables."""
    options = options_of("The container onnx against its bare engine.", requests=160)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers end, too
    with ExitStack() as stack:
        model = stack.enter_context(exported())
        program = python(model)
        ours = stack.enter_context(container(program, model))
        unbatched = stack.enter_context(container(program, model, LOCKGATE_BATCH_TEXTS="1"))
        bare = bare_loop(program, model)
        stack.callback(bare.close)
        cases = asyncio.run(measure(ours, unbatched, bare, options))
        starts = cold_starts(program, model)
    report(cases, starts, Console())


async def measure(
    ours: int, unbatched: int, bare: BareLoop, options: argparse.Namespace
) -> list[Case]:
    """Rounds of two ways in turn, for each kind of text, at one request and at eight at once."""
    cases = []
    for kind in KINDS:
        for at_once in AT_ONCE:
            print(f"measuring {kind}s, {at_once} at once ...", file=sys.stderr, flush=True)  # noqa: T201 - takes minutes
            requests = options.requests // SHARES[kind]
            what = {"kind": kind, "at_once": at_once, "requests": requests}
            own = partial(load, ours, **what)
            title = f"{kind}s, {at_once} at once"
            one_by_one = partial(load, unbatched, **what)
            alone = partial(asyncio.to_thread, bare.run, **what)
            cases.append(Case("unbatched", title, await in_turn(own, one_by_one, options.pairs)))
            cases.append(Case("bare", title, await in_turn(own, alone, options.pairs)))
    return cases


async def in_turn(ours: Way, peer: Way, pairs: int) -> list[tuple[Round, Round]]:
    """Pairs of rounds; every second one begins with the peer, and a first one only warms up."""
    measured = []
    for position in range(-1, pairs):
        if position % 2:
            theirs, own = await peer(), await ours()
        else:
            own, theirs = await ours(), await peer()
        measured.append((own, theirs))
    return measured[1:]


def cold_starts(program: Path, model: Path) -> list[tuple[float, float]]:
    """Seconds from the start of the process: ours to a healthy ping, the bare load to its end."""
    pairs = []
    for _ in range(COLD_STARTS):
        began = time.perf_counter()
        with container(program, model):
            healthy = time.perf_counter() - began
        began = time.perf_counter()
        bare = bare_loop(program, model)
        pairs.append((healthy, time.perf_counter() - began))
        bare.close()
    return pairs


if __name__ == "__main__":
    main()

"""The container `onnx`: with its batching and without, against ONNX Runtime alone, and its start.

python -m benchmarks.onnx [--pairs N] [--requests N]
"""

import asyncio
from contextlib import ExitStack
from functools import partial

from rich.console import Console

from benchmarks.bare_loop import bare_loop, batched
from benchmarks.cold_start import cold_starts
from benchmarks.command_line import end_servers_too, options
from benchmarks.container import serving
from benchmarks.encoders import measure
from benchmarks.load import load_texts
from benchmarks.onnx.model import exported
from benchmarks.tables import rates_tables, starts_table, words

LEAST_GAIN = 1.5
GOALS = {("unbatched", "questions, 8 at once"): LEAST_GAIN}


def main() -> None:
    """Measure all cases and print the tables."""
    given = options("onnx", requests=400)
    end_servers_too()
    with ExitStack() as stack:
        container = stack.enter_context(exported())
        alone = partial(bare_loop, container, "benchmarks.onnx.bare")
        ours = stack.enter_context(serving(container))
        unbatched = stack.enter_context(serving(container, LOCKGATE_BATCH_TEXTS="1"))
        peers = {
            "unbatched": partial(load_texts, unbatched),
            "bare": partial(batched, stack.enter_context(alone())),
        }
        comparisons = asyncio.run(measure(partial(load_texts, ours), peers, given))
        starts = cold_starts(
            {
                "ours, to a healthy ping": partial(serving, container),
                "ONNX Runtime alone, to the end of its load": alone,
            }
        )
    goal = f"Goal: {LEAST_GAIN} times the unbatched requests/s with questions, 8 at once."
    loop = "The bare loop has no HTTP, and takes as many texts into a run as are asked at once."
    tables = (*rates_tables(comparisons, GOALS), starts_table(starts))
    Console().print(*tables, words(given.pairs, goal, loop))


if __name__ == "__main__":
    main()

"""The container `huggingface` against Transformers alone, with the same weights, and its start.

Each worker of the container takes one request at a time. So it has two peers: loops that do the
same, as many and with as many threads as it has workers, which shows what the server costs; and a
loop with all cores that takes all texts which are there into one run, as no worker can.

python -m benchmarks.huggingface [--pairs N] [--requests N]
"""

import asyncio
from contextlib import ExitStack
from functools import partial

from rich.console import Console

from benchmarks.bare_loop import bare_loop, batched, one_by_one
from benchmarks.cold_start import cold_starts
from benchmarks.command_line import end_servers_too, options
from benchmarks.container import prepare, serving, weights
from benchmarks.encoders import measure
from benchmarks.load import load_texts
from benchmarks.tables import rates_tables, starts_table, words
from inference_code.cores import usable_cores

MODEL = "all-minilm-l6-v2@1"
WORKERS = usable_cores()
ENVIRON = {"HF_TASK": "feature-extraction", "LOCKGATE_PARALLEL_REQUESTS": str(WORKERS)}
ONE_THREAD = {"OMP_NUM_THREADS": "1"}
"""What a worker gets where there are as many as cores."""


def main() -> None:
    """Measure all cases and print the tables."""
    given = options("huggingface", requests=80)
    end_servers_too()
    container = prepare("huggingface", weights(MODEL), **ENVIRON)
    alone = partial(bare_loop, container, "benchmarks.huggingface.bare")
    with ExitStack() as stack:
        ours = stack.enter_context(serving(container))
        loops = [stack.enter_context(alone(ONE_THREAD)) for _ in range(WORKERS)]
        peers = {
            "bare": partial(one_by_one, loops),
            "batching": partial(batched, stack.enter_context(alone())),
        }
        comparisons = asyncio.run(measure(partial(load_texts, ours), peers, given))
    starts = cold_starts(
        {
            "ours, to a healthy ping": partial(serving, container),
            "Transformers alone, to the end of its load": alone,
        }
    )
    alike = f"Bare: {WORKERS} loops without HTTP, as ours has {WORKERS} workers; each has a thread."
    other = "Batching: one such loop with all cores, and all texts that are asked at once in a run."
    tables = (*rates_tables(comparisons), starts_table(starts))
    Console().print(*tables, words(given.pairs, alike, other))


if __name__ == "__main__":
    main()

"""Serving: our server against llama.cpp's own, with the same engine, model and load.

Then the same load end to end, through an endpoint: by default local/smoke, on a local AWS that is
started for it. The time to the first token has rounds of its own, short and many: a round's prompt
takes the engine ten times as long as anything that is to be seen.

python -m benchmarks.serving [--model FILE] [--pairs N] [--tokens N] [--endpoint ENV/ENDPOINT]
"""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

from rich.console import Console

from benchmarks.pairs import Comparison, Run, compare
from benchmarks.serving_endpoint import Endpoint, deployed
from benchmarks.serving_load import Case, run
from benchmarks.serving_process import PARALLEL, served
from benchmarks.serving_report import report
from infra.config.artifacts import default_cache, fetch
from infra.config.project import load_project
from infra.config.references import parse_reference

ROOT = Path(__file__).parents[1]
MODEL = "smollm2-135m-instruct@1"
FIRST_TOKENS = 4
"""Tokens of an answer of which only the first is timed."""
TTFT_PAIRS = 6
"""Pairs for the first token, in multiples of those for throughput."""


def main() -> None:
    """Measure all cases and print the table."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers end, too
    with served(options.model or _demo_model()) as (ours, peer):
        comparisons = asyncio.run(measure("server", partial(run, ours), peer, options))
        if options.endpoint != "none":
            with deployed(ROOT, options.endpoint):
                endpoint = Endpoint(ROOT, options.endpoint)
                comparisons += asyncio.run(measure("endpoint", endpoint.run, peer, options))
    report(comparisons, Console())


async def measure(
    way: str, ours: Callable[[Case], Awaitable[Run]], peer: str, options: argparse.Namespace
) -> list[Comparison]:
    """One way to the engine against the peer: throughput, then the time to the first token."""
    uncached: dict[str, object] = {"cache_prompt": False}
    comparisons = []
    for case, pairs in rounds(options):
        title = f"{way}: {case}"
        print(f"measuring {title} ...", file=sys.stderr, flush=True)  # noqa: T201 - takes minutes
        theirs = partial(run, peer, case, uncached)
        comparisons.append(await compare(title, partial(ours, case), theirs, pairs=pairs))
    return comparisons


def rounds(options: argparse.Namespace) -> Iterator[tuple[Case, int]]:
    """All cases, each with its number of pairs."""
    for stream in (False, True):
        for at_once in (1, PARALLEL):
            yield Case(stream, at_once, options.tokens), options.pairs
    for at_once in (1, PARALLEL):
        yield Case(True, at_once, FIRST_TOKENS, ttft=True), options.pairs * TTFT_PAIRS


def _demo_model() -> Path:
    release = load_project(ROOT).release(parse_reference(MODEL))
    path = fetch(release, root=ROOT, cache=default_cache(os.environ), report=print)
    if path is None:
        raise RuntimeError(f"{MODEL} has no file on this machine")
    return path


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serving, measured against llama.cpp's server.")
    parser.add_argument("--model", type=Path, help="GGUF file; default: the demo's model")
    parser.add_argument("--pairs", type=int, default=7, help="pairs of rounds for each case")
    parser.add_argument("--tokens", type=int, default=64, help="tokens of each answer")
    parser.add_argument(
        "--endpoint", default="local/smoke", help="ENV/ENDPOINT to measure too, or none"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()

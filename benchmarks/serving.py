"""Serving: our server against llama.cpp's own, with the same engine, model and load.

python -m benchmarks.serving [--model FILE] [--pairs N] [--tokens N] [--endpoint ENV/ENDPOINT]
"""

import argparse
import asyncio
import os
import signal
import sys
from functools import partial
from pathlib import Path

from rich.console import Console

from benchmarks.pairs import Comparison, compare
from benchmarks.serving_endpoint import Endpoint
from benchmarks.serving_load import Case, run
from benchmarks.serving_process import PARALLEL, served
from benchmarks.serving_report import report
from infra.config.artifacts import default_cache, fetch
from infra.config.project import load_project
from infra.config.references import parse_reference

ROOT = Path(__file__).parents[1]
MODEL = "smollm2-135m-instruct@1"


def main() -> None:
    """Measure all cases and print the table."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers end, too
    with served(options.model or _demo_model()) as (ours, peer):
        comparisons = asyncio.run(measure(ours, peer, options))
    report(comparisons, Console())


async def measure(ours: str, peer: str, options: argparse.Namespace) -> list[Comparison]:
    """Plain and streamed, 1 and 4 at once; with `--endpoint`, that one against the peer too."""
    cases = [Case(stream, k, options.tokens) for stream in (False, True) for k in (1, PARALLEL)]
    rounds = {f"server: {case}": (partial(run, ours, case), case) for case in cases}
    if options.endpoint:
        endpoint = Endpoint(ROOT, options.endpoint)
        rounds |= {f"endpoint: {case}": (partial(endpoint.run, case), case) for case in cases}
    uncached: dict[str, object] = {"cache_prompt": False}
    comparisons = []
    for name, (own, case) in rounds.items():
        print(f"measuring {name} ...", file=sys.stderr, flush=True)  # noqa: T201 - takes minutes
        theirs = partial(run, peer, case, uncached)
        comparisons.append(await compare(name, own, theirs, pairs=options.pairs))
    return comparisons


def _demo_model() -> Path:
    release = load_project(ROOT).release(parse_reference(MODEL))
    path = fetch(release, root=ROOT, cache=default_cache(os.environ), report=print)
    if path is None:
        raise RuntimeError(f"{MODEL} has no file on this machine")
    return path


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serving, measured against llama.cpp's server.")
    parser.add_argument("--model", type=Path, help="GGUF file; default: the demo's model")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of rounds for each case")
    parser.add_argument("--tokens", type=int, default=64, help="tokens of each answer")
    parser.add_argument("--endpoint", help="ENV/ENDPOINT to measure end to end: local/smoke")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""The container `llamacpp`: our server against llama.cpp's own, on the same engine, and its start.

Then the same load end to end, through an endpoint: by default local/smoke, on a local AWS that is
started for it. The time to the first token has rounds of its own, short and many: a round's prompt
takes the engine ten times as long as anything that is to be seen.

python -m benchmarks.llamacpp [--pairs N] [--tokens N] [--model FILE] [--endpoint ENV/ENDPOINT]
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

from rich.console import Console

from benchmarks.bare_loop import bare_loop
from benchmarks.cold_start import cold_starts
from benchmarks.command_line import end_servers_too, parser_of
from benchmarks.container import ROOT, prepare, serving, weights
from benchmarks.llamacpp.endpoint import Endpoint, deployed
from benchmarks.llamacpp.load import Case, run
from benchmarks.llamacpp.report import report
from benchmarks.llamacpp.servers import ENVIRON, SLOTS, both
from benchmarks.load import AT_ONCE
from benchmarks.pairs import Comparison, Round, compare

MODEL = "smollm2-135m-instruct@1"
PEER = "llama.cpp's"
FIRST_TOKENS = 4
"""Tokens of an answer of which only the first is timed."""
FIRST_PAIRS = 6
"""Pairs for the first token, in multiples of those for throughput."""


def main() -> None:
    """Measure all cases and print the tables."""
    given = _options()
    end_servers_too()
    model = given.model or weights(MODEL)
    with both(model) as (ours, peer):
        comparisons = asyncio.run(measure("server", partial(run, ours), peer, given))
        if given.endpoint != "none":
            with deployed(ROOT, given.endpoint):
                endpoint = Endpoint(ROOT, given.endpoint)
                comparisons += asyncio.run(measure("endpoint", endpoint.run, peer, given))
    report(comparisons, _starts(model), given, Console(width=100))


async def measure(
    way: str, ours: Callable[[Case], Awaitable[Round]], peer: str, given: argparse.Namespace
) -> list[Comparison]:
    """One way to the engine against the peer: throughput, then the time to the first token."""
    uncached: dict[str, object] = {"cache_prompt": False}
    comparisons = []
    for case, pairs in cases(given):
        own, theirs = partial(ours, case), partial(run, peer, case, uncached)
        comparisons.append(await compare(f"{way}: {case}", own, theirs, name=PEER, pairs=pairs))
    return comparisons


def cases(given: argparse.Namespace) -> Iterator[tuple[Case, int]]:
    """All cases, each with its number of pairs; those of first tokens have a slot for each."""
    for stream in (False, True):
        for at_once in sorted({*AT_ONCE, SLOTS}):
            yield Case(stream, at_once, given.tokens), given.pairs
    for at_once in (1, SLOTS):
        yield Case(True, at_once, FIRST_TOKENS, first=True), given.pairs * FIRST_PAIRS


def _starts(model: Path) -> dict[str, list[float]]:
    container = prepare("llamacpp", model, **ENVIRON)
    return cold_starts(
        {
            "ours, to a healthy ping": partial(serving, container),
            "llama.cpp's own server, to health": partial(
                bare_loop, container, "benchmarks.llamacpp.bare"
            ),
        }
    )


def _options() -> argparse.Namespace:
    parser = parser_of("llamacpp")
    parser.add_argument("--tokens", type=int, default=64, help="tokens of each answer")
    parser.add_argument("--model", type=Path, help="GGUF file; default: the demo's model")
    parser.add_argument(
        "--endpoint", default="local/smoke", help="ENV/ENDPOINT to measure too, or none"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()

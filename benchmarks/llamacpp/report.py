"""The tables of the benchmark of `llamacpp`."""

import argparse
from collections.abc import Mapping, Sequence

from rich.console import Console

from benchmarks.llamacpp.servers import SLOTS
from benchmarks.pairs import Comparison
from benchmarks.tables import first_tokens_table, rates_tables, starts_table, words

LEAST_RATIO = 0.98
MOST_ADDED_MS = 3.0


def report(
    comparisons: Sequence[Comparison],
    starts: Mapping[str, Sequence[float]],
    given: argparse.Namespace,
    console: Console,
) -> None:
    """Print a row for each case, and what the figures mean."""
    first_tokens = [each for each in comparisons if "first token" in each.case]
    rates = [each for each in comparisons if each not in first_tokens]
    goals = {(each.peer, each.case): LEAST_RATIO for each in rates}
    console.print(
        *rates_tables(rates, goals),
        first_tokens_table(first_tokens, most_ms=MOST_ADDED_MS),
        starts_table(starts),
        words(
            given.pairs,
            f"Of first tokens {len(first_tokens[0].pairs)} pairs. Answers have {given.tokens} "
            "tokens.",
            f"The engine has {SLOTS} slots: of 8 at once the rest wait, in both servers.",
            f"Goals of the server: {LEAST_RATIO} of the requests/s, and at most "
            f"{MOST_ADDED_MS:.0f} ms to the first token.",
        ),
    )

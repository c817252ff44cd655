"""What the tables and options of the containers' benchmarks share."""

import argparse
import statistics
from collections.abc import Sequence

from rich import box
from rich.table import Table

from benchmarks.pairs import ratios
from benchmarks.toolkit_load import Round


def new_table(first: str, *others: str) -> Table:
    """A table with a column of names, and columns of figures."""
    table = Table(box=box.SIMPLE)
    table.add_column(first, no_wrap=True)
    for heading in others:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def add_rates(
    table: Table, title: str, pairs: Sequence[tuple[Round, Round]], *, milliseconds: str
) -> None:
    """A row of both rates in requests/s, their ratio, and the latency that ours adds.

    `milliseconds` is the format of what is added.
    """
    rates = [[round_.requests_per_s for round_ in way] for way in zip(*pairs, strict=True)]
    low, median, high = statistics.quantiles(ratios(*rates), n=4)
    added = statistics.median(own.latency_s - theirs.latency_s for own, theirs in pairs)
    table.add_row(
        title,
        *(f"{statistics.median(way):.0f}" for way in rates),
        f"{median:.2f}",
        f"{low:.2f} to {high:.2f}",
        milliseconds.format(added * 1000),
    )


def starts_table(names: Sequence[str], starts: Sequence[tuple[float, ...]]) -> Table:
    """Seconds of some ways to start: the median, the least and the most of each."""
    table = new_table("cold start, seconds", "median", "least", "most")
    for name, seconds in zip(names, zip(*starts, strict=True), strict=True):
        figures = (statistics.median(seconds), min(seconds), max(seconds))
        table.add_row(name, *(f"{figure:.2f}" for figure in figures))
    return table


def options(description: str, *, requests: int) -> argparse.Namespace:
    """`pairs` of rounds for each case, and `requests` of each round."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--pairs", type=int, default=7, help="pairs of rounds for each case")
    parser.add_argument("--requests", type=int, default=requests, help="requests of each round")
    return parser.parse_args()

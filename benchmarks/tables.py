"""What the tables and options of the containers' benchmarks share."""

import argparse
import statistics
from collections.abc import Sequence

from rich import box
from rich.table import Table


def new_table(first: str, *others: str) -> Table:
    """A table with a column of names, and columns of figures."""
    table = Table(box=box.SIMPLE)
    table.add_column(first, no_wrap=True)
    for heading in others:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


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

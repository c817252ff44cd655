"""The tables of the benchmark of batching."""

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.pairs import ratios
from benchmarks.tables import new_table, starts_table
from benchmarks.toolkit_load import Round

LEAST_GAIN = 1.5
STARTS = ("ours, to a healthy ping", "ONNX Runtime alone, to the end of its load")


@dataclass(frozen=True)
class Case:
    """Ours against a peer with one kind of text."""

    peer: str
    """`unbatched` or `bare`."""
    title: str
    pairs: list[tuple[Round, Round]]

    @property
    def rates(self) -> list[list[float]]:
        """Requests/s of ours, and those of the peer."""
        return [[round_.requests_per_s for round_ in way] for way in zip(*self.pairs, strict=True)]


def report(cases: Sequence[Case], starts: Sequence[tuple[float, float]], console: Console) -> None:
    """Print a table for each peer, and what the figures mean."""
    for peer in ("unbatched", "bare"):
        console.print(_table(peer, [case for case in cases if case.peer == peer]))
    console.print(starts_table(STARTS, starts))
    console.print(
        f"Medians of {len(cases[0].pairs)} interleaved pairs on {os.cpu_count()} cores, and where "
        "half of the pairs lie.",
        f"Goal: {LEAST_GAIN} times the unbatched requests/s with questions, 8 at once.",
        "The bare loop takes as many texts into a run as requests are under way.",
        "Other work on this machine makes the figures meaningless.",
        sep="\n",
    )


def _table(peer: str, cases: Sequence[Case]) -> Table:
    table = new_table("requests/s", "ours", peer, "ratio", "half of pairs", "added ms")
    for case in cases:
        low, median, high = statistics.quantiles(ratios(*case.rates), n=4)
        added = statistics.median(own.latency_s - theirs.latency_s for own, theirs in case.pairs)
        table.add_row(
            case.title,
            *(f"{statistics.median(way):.0f}" for way in case.rates),
            _judged(f"{median:.2f}", case, median),
            f"{low:.2f} to {high:.2f}",
            f"{added * 1000:+.1f}",
        )
    return table


def _judged(text: str, case: Case, ratio: float) -> str:
    if case.peer != "unbatched" or case.title != "questions, 8 at once":
        return text
    return f"[green]{text}[/]" if ratio >= LEAST_GAIN else f"[red]{text}[/]"

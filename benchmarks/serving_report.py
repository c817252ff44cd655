"""The table that the serving benchmark prints."""

import os

from rich.console import Console
from rich.table import Table

from benchmarks.pairs import Comparison

LEAST_RATIO = 0.98
MOST_ADDED_TTFT_MS = 3.0


def report(comparisons: list[Comparison], console: Console) -> None:
    """Print one row for each case, and what the figures mean."""
    table = Table(title="Serving, against llama.cpp's own HTTP server")
    for heading in ("case", "tokens/s", "llama.cpp", "ratio", "of the pairs", "TTFT added"):
        table.add_column(heading, justify="left" if heading == "case" else "right")
    for comparison in comparisons:
        table.add_row(*_row(comparison))
    console.print(table)
    console.print(
        f"Medians of {len(comparisons[0].pairs)} interleaved pairs on {os.cpu_count()} cores. "
        f"Goal: ratio at least {LEAST_RATIO}, TTFT at most {MOST_ADDED_TTFT_MS:.0f} ms more.\n"
        "The engine uses all cores: other work on this machine makes the figures meaningless."
    )


def _row(comparison: Comparison) -> list[str]:
    ours = [pair.ours.tokens_per_s for pair in comparison.pairs]
    peer = [pair.peer.tokens_per_s for pair in comparison.pairs]
    ratios = sorted(comparison.ratios)
    added = comparison.added_ttft_ms
    return [
        comparison.name,
        f"{_median(ours):.1f}",
        f"{_median(peer):.1f}",
        _judged(f"{comparison.ratio:.3f}", comparison.ratio >= LEAST_RATIO),
        f"{ratios[0]:.2f} to {ratios[-1]:.2f}",
        "" if added is None else _judged(f"{added:+.1f} ms", added <= MOST_ADDED_TTFT_MS),
    ]


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _judged(text: str, good: bool) -> str:
    return f"[green]{text}[/]" if good else f"[red]{text}[/]"

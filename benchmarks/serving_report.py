"""The table that the serving benchmark prints."""

import os
import statistics

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table

from benchmarks.pairs import Comparison

LEAST_RATIO = 0.98
MOST_ADDED_TTFT_MS = 3.0


def report(comparisons: list[Comparison], console: Console) -> None:
    """Print one row for each case, and what the figures mean."""
    table = Table(title="Serving, against llama.cpp's own HTTP server", box=box.SIMPLE)
    for heading in ("case", "ours", "llama.cpp", "ours to theirs", "half of the pairs"):
        justify: JustifyMethod = "left" if heading == "case" else "right"
        table.add_column(heading, justify=justify, no_wrap=True)
    for comparison in comparisons:
        table.add_row(*_row(comparison))
    console.print(table)
    console.print(
        f"Medians of {len(comparisons[0].pairs)} interleaved pairs and more, with the range of "
        f"their middle half, on {os.cpu_count()} cores.\nGoals of the server: {LEAST_RATIO} of "
        f"the throughput, at most {MOST_ADDED_TTFT_MS:.0f} ms more to the first token.\n"
        "The engine uses all cores: other work on this machine makes the figures meaningless."
    )


def _row(comparison: Comparison) -> list[str]:
    if comparison.added_ttft_ms is not None:
        return _first_token(comparison, comparison.added_ttft_ms)
    low, _, high = statistics.quantiles(comparison.ratios, n=4)
    return [
        comparison.name,
        f"{statistics.median(pair.ours.tokens_per_s for pair in comparison.pairs):.1f} tokens/s",
        f"{statistics.median(pair.peer.tokens_per_s for pair in comparison.pairs):.1f} tokens/s",
        _judged(f"{comparison.ratio:.3f}", comparison.ratio >= LEAST_RATIO),
        f"{low:.2f} to {high:.2f}",
    ]


def _first_token(comparison: Comparison, median_ms: float) -> list[str]:
    low, _, high = statistics.quantiles(comparison.added_ttfts_ms, n=4)
    return [
        comparison.name,
        f"{statistics.median(pair.ours.ttft_s or 0 for pair in comparison.pairs) * 1000:.1f} ms",
        f"{statistics.median(pair.peer.ttft_s or 0 for pair in comparison.pairs) * 1000:.1f} ms",
        _judged(f"{median_ms:+.1f} ms", median_ms <= MOST_ADDED_TTFT_MS),
        f"{low:+.1f} to {high:+.1f} ms",
    ]


def _judged(text: str, good: bool) -> str:
    return f"[green]{text}[/]" if good else f"[red]{text}[/]"

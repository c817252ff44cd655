"""The tables that the serving benchmark prints."""

import os
import statistics
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.pairs import Comparison

LEAST_RATIO = 0.98
MOST_ADDED_TTFT_MS = 3.0


def report(comparisons: Sequence[Comparison], console: Console) -> None:
    """Print a row for each case, and what the figures mean."""
    throughput = [c for c in comparisons if c.added_ttft_ms is None]
    first_tokens = [c for c in comparisons if c.added_ttft_ms is not None]
    console.print(_table("tokens/s", "ours / theirs", [_throughput(c) for c in throughput]))
    console.print(_table("first token, ms", "added", [_first_token(c) for c in first_tokens]))
    console.print(
        f"Medians of {len(throughput[0].pairs)} interleaved pairs ({len(first_tokens[0].pairs)} "
        f"for the first token) on {os.cpu_count()} cores; half of the pairs lie in the last "
        f"column.\nGoals of the server: {LEAST_RATIO} of the throughput, at most "
        f"{MOST_ADDED_TTFT_MS:.0f} ms more to the first token.\n"
        "The engine uses all cores: other work on this machine makes the figures meaningless."
    )


def _table(unit: str, compared: str, rows: list[list[str]]) -> Table:
    table = Table(box=box.SIMPLE)
    table.add_column(unit, min_width=34, no_wrap=True)
    for heading in ("ours", "llama.cpp's", compared, "half of the pairs"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


def _throughput(comparison: Comparison) -> list[str]:
    low, _, high = statistics.quantiles(comparison.ratios, n=4)
    return [
        comparison.name,
        f"{statistics.median(pair.ours.tokens_per_s for pair in comparison.pairs):.1f}",
        f"{statistics.median(pair.peer.tokens_per_s for pair in comparison.pairs):.1f}",
        _judged(f"{comparison.ratio:.3f}", comparison.ratio >= LEAST_RATIO),
        f"{low:.2f} to {high:.2f}",
    ]


def _first_token(comparison: Comparison) -> list[str]:
    added = comparison.added_ttfts_ms
    low, median, high = statistics.quantiles(added, n=4)
    return [
        comparison.name,
        f"{statistics.median(pair.ours.ttft_s or 0 for pair in comparison.pairs) * 1000:.1f}",
        f"{statistics.median(pair.peer.ttft_s or 0 for pair in comparison.pairs) * 1000:.1f}",
        _judged(f"{median:+.1f}", median <= MOST_ADDED_TTFT_MS),
        f"{low:+.1f} to {high:+.1f}",
    ]


def _judged(text: str, good: bool) -> str:
    return f"[green]{text}[/]" if good else f"[red]{text}[/]"

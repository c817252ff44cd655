"""The tables of the containers' benchmarks, and the words under them."""

import statistics
from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.table import Table

from benchmarks.pairs import Comparison
from inference_code.cores import usable_cores

Goals = Mapping[tuple[str, str], float]


def rates_tables(comparisons: Sequence[Comparison], goals: Goals | None = None) -> Iterator[Table]:
    """A table for each peer: both rates, their ratio, and how much longer a request of ours takes.

    `goals` are the least ratios of some cases, by peer and case.
    """
    for peer in dict.fromkeys(comparison.peer for comparison in comparisons):
        same = [comparison for comparison in comparisons if comparison.peer == peer]
        yield _rates_table(peer, same, goals or {})


def _rates_table(peer: str, comparisons: Sequence[Comparison], goals: Goals) -> Table:
    table = _new_table("requests/s", "ours", peer, "ratio", "half of pairs", "added ms")
    for comparison in comparisons:
        low, median, high = statistics.quantiles(comparison.ratios, n=4)
        least = goals.get((peer, comparison.case))
        table.add_row(
            comparison.case,
            *_medians(comparison, "requests_per_s", 1),
            _judged(f"{median:.2f}", None if least is None else median >= least),
            f"{low:.2f} to {high:.2f}",
            f"{statistics.median(comparison.added_ms):+.1f}",
        )
    return table


def first_tokens_table(comparisons: Sequence[Comparison], *, most_ms: float) -> Table:
    """Milliseconds to the first token, and how many ours adds; the goal is at most so many."""
    peer = comparisons[0].peer
    table = _new_table("first token, ms", "ours", peer, "added ms", "half of pairs")
    for comparison in comparisons:
        low, median, high = statistics.quantiles(comparison.added_ms, n=4)
        table.add_row(
            comparison.case,
            *_medians(comparison, "latency_s", 1000),
            _judged(f"{median:+.1f}", median <= most_ms),
            f"{low:+.1f} to {high:+.1f}",
        )
    return table


def starts_table(starts: Mapping[str, Sequence[float]]) -> Table:
    """Seconds of some ways to start: the median, the least and the most of each."""
    table = _new_table("cold start, s", "median", "least", "most")
    for name, seconds in starts.items():
        figures = (statistics.median(seconds), min(seconds), max(seconds))
        table.add_row(name, *(f"{figure:.2f}" for figure in figures))
    return table


def words(pairs: int, *more: str) -> str:
    """What the figures are, and what they are not."""
    return "\n".join(
        (
            f"Medians of {pairs} interleaved pairs on {usable_cores()} cores; half of them lie "
            "where it says.",
            *more,
            "Starts find all files in the page cache.",
            "Other work on this machine makes the figures meaningless.",
        )
    )


def _new_table(first: str, *others: str) -> Table:
    table = Table(box=box.SIMPLE)
    table.add_column(first, no_wrap=True)
    for heading in others:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _medians(comparison: Comparison, name: str, factor: float) -> list[str]:
    """Of our rounds, and of the peer's."""
    ways = zip(*comparison.pairs, strict=True)
    medians = (statistics.median(getattr(each, name) for each in way) * factor for way in ways)
    return [f"{median:.0f}" if median >= 100 else f"{median:.3g}" for median in medians]


def _judged(text: str, good: bool | None) -> str:
    return text if good is None else f"[green]{text}[/]" if good else f"[red]{text}[/]"

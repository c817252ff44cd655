"""The comparison as the terminal shows it."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from lockgate.replay.comparison import Comparison

HEADINGS = ("Endpoint", "Variant", "Minutes", "Requests", "Tokens", "TTFT p95", "Verdict")
RIGHT = {"Minutes", "Requests", "Tokens", "TTFT p95"}
TOKENS = ("PromptTokens", "CompletionTokens")


def comparison_table(comparisons: Sequence[Comparison]) -> Table:
    """Lay the comparisons out; two numbers are what the records say, and CloudWatch."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    for heading in HEADINGS:
        table.add_column(heading, justify="right" if heading in RIGHT else "left")
    for one in comparisons:
        requests = one.recorded["Requests"], one.published["Requests"]
        tokens = [sum(told[name] for name in TOKENS) for told in (one.recorded, one.published)]
        table.add_row(
            one.key.endpoint,
            one.key.variant,
            str(one.minutes),
            both(*requests),
            both(*tokens),
            "" if one.ttft_off is None else f"±{100 * one.ttft_off:.1f} %",
            verdict(one),
        )
    return table


def both(recorded: float, published: float) -> str:
    """Return two numbers as one where they are equal."""
    if recorded == published:
        return f"{recorded:,.0f}"
    return f"{recorded:,.0f} / {published:,.0f}"


def verdict(comparison: Comparison) -> str:
    """Say whether CloudWatch has what the records have."""
    missing = len(comparison.missing)
    different = len({difference.minute for difference in comparison.differences})
    found = [
        f"[yellow]{missing} missing[/]" if missing else "",
        f"[red]{different} different[/]" if different else "",
    ]
    return ", ".join(one for one in found if one) or "[green]✓ equal[/]"

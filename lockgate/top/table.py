"""The table of `lockgate top`, in 100 columns."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from lockgate.top.cells import SPARKS, cells
from lockgate.top.footer import footer
from lockgate.top.snapshot import Row, Snapshot

HEADINGS = (
    ("Endpoint", "kind, instances"),
    ("Req/min", f"{SPARKS} min"),
    ("Errors", ""),
    ("TTFT", "p50, p95"),
    ("TPOT", "p50"),
    ("Latency", "p95"),
    ("Tokens/s", "per req."),
    ("USD/h", "per 1M"),
    ("SLO", ""),
)
LEFT_ALIGNED = {"Endpoint", "Req/min", "SLO"}
WIDE = 100
"""Columns of the whole table."""
LEFT_OUT = {"TPOT", "Latency", "USD/h"}
"""What a terminal of 80 columns has no room for."""


AROUND = 10
"""Lines of everything but the variants: title, headings, footer and hint."""
EACH = 2
"""Lines of a variant."""


def render(snapshot: Snapshot, *, width: int, height: int | None = None) -> RenderableType:
    """Lay a snapshot out: title, table, footer; into `height` lines, if it has to be."""
    title = Text.assemble(
        (snapshot.environment, "bold cyan"),
        (f" in {snapshot.place}", ""),
        (f"  {snapshot.window.now:%H:%M:%S} UTC", "dim"),
    )
    rows = snapshot.rows
    fitting = rows if height is None else rows[: max(1, (height - AROUND) // EACH)]
    narrow = width < WIDE
    below = footer(snapshot, has_prices=not narrow)
    shown = Group(title, "", table(fitting, narrow=narrow), "", below)
    if left := len(rows) - len(fitting):
        return Group(shown, Text(f"{left} more: make the terminal higher, or --once", "yellow"))
    return shown


def table(rows: list[Row], *, narrow: bool = False) -> Table:
    """Lay the variants out."""
    laid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    shown = [heading for heading in HEADINGS if not (narrow and heading[0] in LEFT_OUT)]
    for first, second in shown:
        heading = Text.assemble((first, "bold"), "\n", (second, "not bold dim"))
        is_left, is_name = first in LEFT_ALIGNED, first == "Endpoint"
        laid.add_column(heading, justify="left" if is_left else "right", no_wrap=not is_name)
    for row in rows:
        values = dict(zip(HEADINGS, cells(row), strict=True))
        laid.add_row(*(values[heading] for heading in shown))
    return laid

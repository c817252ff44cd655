"""The demo's table of figures."""

from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from lockgate import console
from lockgate.demo.calls import Called
from lockgate.invocation.figures import milliseconds

RIGHT = ("Deploy", "TTFT", "Total", "Tokens", "per s")
HEADINGS = ("Kind", "Endpoint", "Answered by", *RIGHT, "Note")
WIDE = 100
"""Columns of the whole table."""
LEFT_OUT = ("Tokens", "Note")
"""What a terminal of 80 columns has no room for."""


@dataclass(frozen=True)
class EndpointFigures:
    """What was measured of one endpoint."""

    called: Called
    deployed_s: float | None


def print_figures(rows: list[EndpointFigures]) -> None:
    """Print the table: whole in 100 columns, with less in a narrower terminal."""
    file = Console(width=WIDE, highlight=False)  # is as wide as it needs to be
    to = console.out if console.out.is_terminal else file
    to.print("\n", figures_table(rows, narrow=to.width < WIDE), sep="")


def figures_table(rows: list[EndpointFigures], *, narrow: bool = False) -> Table:
    """Lay the figures out."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, show_edge=False)
    shown = [heading for heading in HEADINGS if not (narrow and heading in LEFT_OUT)]
    for heading in shown:
        table.add_column(heading, justify="right" if heading in RIGHT else "left", no_wrap=True)
    for row in rows:
        values = dict(zip(HEADINGS, cells(row), strict=True))
        table.add_row(*(values[heading] for heading in shown))
    return table


def cells(row: EndpointFigures) -> list[str]:
    """Return what stands in a row; what is not known stays empty."""
    called, answer = row.called, row.called.answer
    rate = answer.tokens_per_s
    for_whom = f"[dim]for {called.in_place_of}[/]" if called.in_place_of else ""
    warm = f"[dim]{_seconds(called.again.total_s)}[/]" if called.again else ""
    return [
        called.kind,
        called.address.endpoint,
        _lines(called.answered_by, for_whom),
        _seconds(row.deployed_s),
        milliseconds(answer.first_token_s),
        _lines(_seconds(answer.total_s), warm),
        "" if answer.completion_tokens is None else str(answer.completion_tokens),
        "" if rate is None else f"{rate:.0f}",
        _lines(called.note, "[dim]then warm[/]" if warm else ""),
    ]


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"

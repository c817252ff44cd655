"""The demo's table of figures."""

from dataclasses import dataclass

from rich import box
from rich.table import Table

from lockgate.demo.calls import Called
from lockgate.invocation.figures import milliseconds

RIGHT = ("Deploy", "TTFT", "Total", "Tokens", "per s")
LONGEST_NOTE = len("cold start")


@dataclass(frozen=True)
class EndpointFigures:
    """What was measured of one endpoint."""

    called: Called
    deployed_s: float | None


def figures_table(rows: list[EndpointFigures]) -> Table:
    """Lay the figures out, in 100 columns."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, show_edge=False)
    for heading in ("Kind", "Endpoint", "Answered by", *RIGHT):
        table.add_column(heading, justify="right" if heading in RIGHT else "left", no_wrap=True)
    table.add_column("Note", min_width=LONGEST_NOTE)
    for row in rows:
        table.add_row(*cells(row))
    return table


def cells(row: EndpointFigures) -> list[str]:
    """Return what stands in a row; what is not known stays empty."""
    called, answer = row.called, row.called.answer
    rate = answer.tokens_per_s
    for_whom = f"[dim]for {called.in_place_of}[/]" if called.in_place_of else ""
    warm = "" if called.warm_s is None else f"[dim]{_seconds(called.warm_s)}[/]"
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

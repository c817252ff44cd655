"""The demo's table of figures."""

from dataclasses import dataclass

from rich import box
from rich.table import Table

from lockgate.demo.calls import Called
from lockgate.invocation.figures import milliseconds

RIGHT = ("Deployed", "TTFT", "Total", "Tokens", "per s")


@dataclass(frozen=True)
class EndpointFigures:
    """What was measured of one endpoint."""

    called: Called
    deployed_s: float | None


def figures_table(rows: list[EndpointFigures]) -> Table:
    """Lay the figures out, in 100 columns."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for heading in ("Kind", "Endpoint", "Answered by", *RIGHT):
        table.add_column(heading, justify="right" if heading in RIGHT else "left", no_wrap=True)
    table.add_column("Note")
    for row in rows:
        table.add_row(*cells(row))
    return table


def cells(row: EndpointFigures) -> list[str]:
    """Return what stands in a row; what is not known stays empty."""
    called, answer = row.called, row.called.answer
    rate = answer.tokens_per_s
    return [
        called.kind,
        called.address.endpoint,
        called.answered_by,
        _seconds(row.deployed_s),
        milliseconds(answer.first_token_s),
        _seconds(answer.total_s),
        "" if answer.completion_tokens is None else str(answer.completion_tokens),
        "" if rate is None else f"{rate:.0f}",
        "; ".join(called.notes),
    ]


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"

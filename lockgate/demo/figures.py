"""The demo's table of figures."""

from dataclasses import dataclass

from rich import box
from rich.table import Table

from lockgate.addresses import Address
from lockgate.invocation.answer import Answer
from lockgate.invocation.figures import milliseconds


@dataclass(frozen=True)
class EndpointFigures:
    """What was measured of one endpoint."""

    address: Address
    answered_by: str
    deployed_s: float | None
    answer: Answer


def figures_table(rows: list[EndpointFigures]) -> Table:
    """Lay the figures out."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Endpoint")
    table.add_column("Answered by")
    for heading in ("Time to deploy", "TTFT", "Tokens", "Tokens/s"):
        table.add_column(heading, justify="right")
    for row in rows:
        rate = row.answer.tokens_per_s
        table.add_row(
            str(row.address),
            row.answered_by,
            "" if row.deployed_s is None else f"{row.deployed_s:.1f} s",
            milliseconds(row.answer.first_token_s),
            "" if row.answer.completion_tokens is None else str(row.answer.completion_tokens),
            "" if rate is None else f"{rate:.0f}",
        )
    return table

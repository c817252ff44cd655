"""One row of the table: two lines in each cell, what matters most above."""

from __future__ import annotations

from rich.text import Text

from lockgate.top import numbers
from lockgate.top.deployed import NOT_DEPLOYED
from lockgate.top.snapshot import Row
from lockgate.top.sparkline import sparkline

SPARKS = 10
"""Minutes of the sparkline."""
STATUS_STYLES = {"InService": "green", "Failed": "red", NOT_DEPLOYED: "dim"}
MANY_ERRORS_PERCENT = 1


def cells(row: Row) -> list[Text]:
    """Return what stands in each column."""
    figures = row.figures
    first = [figures.value("TimeToFirstToken", statistic) for statistic in ("p50", "p95")]
    return [
        _lines(_name(row), _kind(row)),
        _lines(_plain(numbers.rate(figures.requests_per_minute)), _sparks(row)),
        _errors(row),
        _lines(_plain(numbers.milliseconds(first[0])), _dim(numbers.milliseconds(first[1]))),
        _plain(numbers.milliseconds(figures.value("TimePerOutputToken", "p50"))),
        _plain(numbers.milliseconds(figures.latency("p95"))),
        _lines(
            _plain(numbers.rate(figures.tokens_per_s)),
            _dim(numbers.rate(figures.tokens_per_request)),
        ),
        _lines(
            _plain(numbers.dollars(row.usd_per_hour)), _dim(numbers.dollars(row.usd_per_million))
        ),
        _objectives(row),
    ]


def _name(row: Row) -> Text:
    style = STATUS_STYLES.get(row.status, "yellow")
    name = Text.assemble(("● ", style), (row.endpoint, "bold"))
    if row.variant and (row.variant.is_shadow or not row.is_only):
        name.append(f"/{row.variant.name}", "magenta" if row.variant.is_shadow else "")
    return name


def _kind(row: Row) -> Text:
    """Say what it is, and with how many instances; how it is, unless it serves."""
    is_shadow = row.variant is not None and row.variant.is_shadow
    parts = ["shadow" if is_shadow else row.kind]
    if row.status != "InService":
        parts.append(row.status)
    elif row.variant is not None:
        parts.append(row.variant.instances)
    return _dim("  " + " · ".join(part for part in parts if part))


def _sparks(row: Row) -> Text:
    has_any = any(value is not None for value in row.history)
    return Text(sparkline(row.history, width=SPARKS), "cyan" if has_any else "dim")


def _errors(row: Row) -> Text:
    share = row.figures.error_percent
    style = "dim" if share is None else "red" if share >= MANY_ERRORS_PERCENT else "yellow"
    shown = Text(numbers.percent(share), style if share else "")
    kinds = [f"{count} {name}" for name, count in row.figures.errors.items()]
    return _lines(shown, _dim("\n".join(kinds))) if kinds else shown


def _objectives(row: Row) -> Text:
    if not row.has_objectives:
        return Text("")
    if row.missed is None:
        return Text(numbers.DASH, "dim")
    if not row.missed:
        return Text("✓ ok", "green")
    return _lines(Text("✗ burning", "bold red"), Text("\n".join(row.missed), "red"))


def _plain(text: str) -> Text:
    return Text(text, "dim" if text == numbers.DASH else "")


def _dim(text: str) -> Text:
    return Text(text, "dim")


def _lines(first: Text, second: Text) -> Text:
    """Put one over the other; of what is unknown one dash is enough."""
    if second.plain == numbers.DASH:
        return first
    return Text("\n").join([first, second])

"""The lines below the table: what the figures are of, and trouble on their way."""

from __future__ import annotations

from rich.text import Text

from infra.config.prices import REGION
from lockgate.top.snapshot import Snapshot
from lockgate.top.window import HISTORY, MINUTE, words


def footer(snapshot: Snapshot, *, has_prices: bool = True) -> Text:
    """Say how old the figures are, of which time, and what the prices above are, if any are."""
    lines = [Text(f"{age(snapshot)} · window {words(snapshot.window.length)}", "dim")]
    if has_prices:
        lines.append(Text(prices(snapshot), "dim"))
    if snapshot.unparsable:
        lines.append(Text(trouble(snapshot.unparsable), "yellow"))
    return Text("\n").join(lines)


def age(snapshot: Snapshot) -> str:
    """Say how old the newest data are; metrics are of whole minutes."""
    if snapshot.newest is None:
        return f"no data in the last {words(max(HISTORY, snapshot.window.length))}"
    minutes = (snapshot.window.now - snapshot.newest) // MINUTE
    old = "of this minute" if minutes < 1 else f"{minutes} min old"
    return f"newest data {old}"


def prices(snapshot: Snapshot) -> str:
    """Say what the prices are."""
    days = " and ".join(snapshot.prices_read)
    return f"USD: estimates from list prices of {REGION} ({days}); per 1M completion tokens"


def trouble(count: int) -> str:
    """Say that records could not be read."""
    records = "1 record" if count == 1 else f"{count} records"
    return f"⚠ {records} could not be read; see quarantine/ in the bucket of the records"

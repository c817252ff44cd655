"""One snapshot on standard output."""

from rich.console import Console

from lockgate import console
from lockgate.top.snapshot import Snapshot
from lockgate.top.table import WIDE, render


def print_snapshot(snapshot: Snapshot) -> None:
    """Print the table: whole in 100 columns, with less in a narrower terminal."""
    file = Console(width=WIDE, highlight=False)  # is as wide as it needs to be
    to = console.out if console.out.is_terminal else file
    to.print(render(snapshot, width=to.width))

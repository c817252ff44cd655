"""The progress of an upload."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from lockgate import console

STEP_PERCENT = 25


@contextmanager
def upload_progress(name: str, *, total: int, arrived: int) -> Iterator[Callable[[int], object]]:
    """Show how far an upload is: a bar on a terminal, elsewhere a line for each quarter.

    The yielded function is told the size of each part that has arrived, from any thread.
    """
    if not console.err.is_terminal:
        yield PlainProgress(name, total=total, arrived=arrived).advance
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    columns = ("{task.description}", BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console.err, transient=True) as progress:
        task = progress.add_task(f"uploading {name}", total=total, completed=arrived)
        yield lambda size: progress.advance(task, size)


class PlainProgress:
    """Prints a line for each quarter of an upload."""

    def __init__(self, name: str, *, total: int, arrived: int) -> None:
        self._name = name
        self._total = total
        self._arrived = arrived
        self._printed = 100 * arrived // total
        self._lock = Lock()

    def advance(self, size: int) -> None:
        """Count a part that has arrived."""
        with self._lock:
            self._arrived += size
            percent = 100 * self._arrived // self._total
            if percent // STEP_PERCENT == self._printed // STEP_PERCENT:
                return
            self._printed = percent
            text = f"{percent:>3} % of {megabytes(self._total)}  {self._name}"
            console.err.print(text, markup=False, soft_wrap=True)


def megabytes(size: int) -> str:
    """Return a size as people compare it: `98.4 MB`."""
    return f"{size / 1e6:.1f} MB"

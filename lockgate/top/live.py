"""The live view: looks again and again, until a key ends it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from lockgate.errors import CommandError
from lockgate.top.keys import Listen, single_keys
from lockgate.top.snapshot import Snapshot
from lockgate.top.table import render

HEED_S = 0.1
"""How long a key waits at most while AWS is being asked."""
HINT = "q ends this"

Look = Callable[[datetime], Snapshot]


class View:
    """What the terminal shows: the last snapshot, and what has gone wrong since."""

    def __init__(self, console: Console, snapshot: Snapshot) -> None:
        self._console = console
        self._snapshot = snapshot
        self._trouble = ""

    def take(self, looked: Future[Snapshot]) -> None:
        """Take in what a look has brought; a failure leaves the last figures as they are."""
        try:
            self._snapshot, self._trouble = looked.result(), ""
        except CommandError as error:
            self._trouble = str(error)

    def __rich__(self) -> RenderableType:
        below = Text(f"not renewed: {self._trouble}", "red") if self._trouble else Text("")
        width, height = self._console.size
        shown = render(self._snapshot, width=width, height=height)
        return Group(shown, below, Text(HINT, "dim"))


def watch(look: Look, *, interval: timedelta, console: Console) -> None:
    """Show snapshots on a terminal until `q` is pressed.

    Raises:
        CommandError: the first look failed. Later failures are shown.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    view = View(console, look(datetime.now(UTC)))
    with (
        single_keys(_pause) as listen,
        Live(view, console=console, screen=True, refresh_per_second=2),
    ):
        while not _is_ended(listen, interval.total_seconds()):
            looked = in_background(look)
            while not looked.done():
                if _is_ended(listen, HEED_S):
                    return
            view.take(looked)


def in_background(look: Look) -> Future[Snapshot]:
    """Look on a thread that nobody has to wait for, neither keys nor the end of the program."""
    looked: Future[Snapshot] = Future()

    def work() -> None:
        try:
            looked.set_result(look(datetime.now(UTC)))
        except BaseException as error:
            looked.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return looked


def _is_ended(listen: Listen, seconds: float) -> bool:
    """Wait for a time; tell whether a key to end was pressed meanwhile."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if listen(left) in {"q", "Q"}:
            return True
    return False


def _pause(seconds: float) -> str:
    time.sleep(seconds)
    return ""

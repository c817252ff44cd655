"""Watches, while something runs, that what it needs is still there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event

from lockgate.deployment.beside import beside

PAUSE_S = 0.5


def watchdog(
    holds: Callable[[], bool], *, otherwise: Callable[[], object], pause_s: float = PAUSE_S
) -> AbstractContextManager[None]:
    """Call `otherwise` once, from another thread, when `holds` is no longer true."""

    def watch(over: Event) -> None:
        while not over.wait(pause_s):
            if not holds():
                otherwise()
                return

    return beside(watch, name="watchdog")

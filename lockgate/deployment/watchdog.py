"""Watches, while something runs, that what it needs is still there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

PAUSE_S = 0.5


@contextmanager
def watchdog(
    holds: Callable[[], bool], *, otherwise: Callable[[], object], pause_s: float = PAUSE_S
) -> Iterator[None]:
    """Call `otherwise` once, from another thread, when `holds` is no longer true."""
    over = Event()

    def watch() -> None:
        while not over.wait(pause_s):
            if not holds():
                otherwise()
                return

    thread = Thread(target=watch, name="watchdog", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()

"""Signals that ask the program to end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ENDING = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def signals_end_the_program() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the program as Ctrl-C does, so that it cleans up.

    Only the first one counts: `timeout make demo` sends two, one of them by way of make, and the
    second must not break off the cleaning up. One that is ignored, as `nohup` does, stays so.
    A level that is entered within another leaves it to the outermost one to put back what was
    before. Enter it in the main thread.
    """
    heard = [number for number in ENDING if signal.getsignal(number) != signal.SIG_IGN]
    previous = [signal.signal(number, _exit) for number in heard]
    try:
        yield
    finally:
        for number, handler in zip(heard, previous, strict=True):
            if handler is not _exit:
                signal.signal(number, handler)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)

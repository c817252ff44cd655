"""Keys that are pressed while a program shows something."""

import os
import select
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listen = Callable[[float], str]
"""Waits so many seconds at most; returns the key that was pressed, or nothing."""


@contextmanager
def single_keys(pause: Listen) -> Iterator[Listen]:
    """Hear each key of the terminal at once, without Enter and without showing it.

    Args:
        pause: what to do instead where standard input is no terminal.
    """
    if not sys.stdin.isatty():
        yield pause
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    try:
        yield lambda seconds: _pressed(terminal, seconds)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _pressed(terminal: int, seconds: float) -> str:
    ready, _, _ = select.select([terminal], [], [], seconds)
    return os.read(terminal, 1).decode(errors="replace") if ready else ""

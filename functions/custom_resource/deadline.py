"""An end to work before Lambda ends the function, which then could tell nobody."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

ANSWERING_S = 30
"""Time that is kept for ending what is under way, and for the answer."""


class Context(Protocol):
    """What Lambda tells a function about its invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Time until Lambda ends the function."""


class OutOfTimeError(Exception):
    """The work takes longer than the function may run."""


@contextmanager
def in_time(context: Context) -> Iterator[None]:
    """Let work raise OutOfTimeError while there is still time to answer; main thread only."""
    seconds = context.get_remaining_time_in_millis() / 1000 - ANSWERING_S

    def end(*_: Any) -> None:
        raise OutOfTimeError(
            f"not done within the {seconds:.0f} s that a function has; "
            "deploy again, and what is done already is not repeated"
        )

    before = signal.signal(signal.SIGALRM, end)
    # Zero would switch the timer off.
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

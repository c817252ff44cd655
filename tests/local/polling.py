"""Waiting for what another process does."""

import time
from collections.abc import Callable

LIMIT_S = 300
"""Much longer than anything should take, on a machine that has other things to do."""
PAUSE_S = 0.05
"""Leaves the machine to those that are waited for."""


def until(condition: Callable[[], bool]) -> None:
    """Return when the condition holds; fail after five minutes."""
    deadline = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(PAUSE_S)

"""When the event loop hears of new tokens: at once for the first, in regular beats afterwards."""

import asyncio
import threading
from collections.abc import Callable

GATHERING_S = 0.001
"""Parallel requests get their tokens within this time of each other, since they decode together."""


class Pacer:
    """Lets engine threads announce tokens without waking the event loop for each of them.

    Where the engine keeps all cores busy, each wake-up takes time from the model. A token waits at
    most one interval before it is sent; tokens that come more slowly than that do not wait.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._waiting: set[Callable[[], None]] = set()
        self._beating = False
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self) -> None:
        """Use the running event loop; to be called on it before the first announcement."""
        self._loop = asyncio.get_running_loop()

    def announce(self, wake: Callable[[], None], *, now: bool) -> None:
        """Call `wake` on the loop, now or with the next beat. Called on engine threads."""
        if self._loop is None:
            raise RuntimeError("announce() was called before attach()")
        if now or self._interval_s == 0:
            self._loop.call_soon_threadsafe(wake)
            return
        with self._lock:
            self._waiting.add(wake)
            starts, self._beating = not self._beating, True
        if starts:
            self._loop.call_soon_threadsafe(self._loop.call_later, GATHERING_S, self._beat)

    def _beat(self) -> None:
        """Wake all that wait. The beats go on until one finds nothing to do."""
        with self._lock:
            waiting, self._waiting = self._waiting, set()
            self._beating = bool(waiting)
        if waiting and self._loop is not None:
            self._loop.call_later(self._interval_s, self._beat)
        for wake in waiting:
            wake()

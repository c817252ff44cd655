"""Collects items and hands them on together, off the path of requests."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Batch(Generic[Item]):
    """Items that wait for the next flush; the first of them starts the clock."""

    def __init__(self, deliver: Callable[[list[Item]], None], *, delay_s: float) -> None:
        self._deliver = deliver
        self._delay_s = delay_s
        self._waiting: list[Item] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, item: Item) -> None:
        """Keep an item for the next flush. Call from the event loop."""
        self._waiting.append(item)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._delay_s, self.flush)

    def flush(self) -> None:
        """Deliver what waits, now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        items, self._waiting = self._waiting, []
        if items:
            self._deliver(items)

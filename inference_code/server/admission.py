"""Who may use the engine: a slot for each parallel request, and a bounded queue before them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from inference_code.errors import SHUTTING_DOWN, OverloadedError, UnavailableError
from inference_code.server.presence import Presence

State = Literal["loading", "ready", "draining"]


class Admission:
    """Lets requests in by the state of the server and by the number already there."""

    def __init__(self, *, slots: int, queue: int) -> None:
        self.state: State = "loading"
        self._limit = slots + queue
        self._slots = asyncio.Semaphore(slots)
        self._presence = Presence()

    @property
    def present(self) -> int:
        """Requests that run or wait."""
        return self._presence.count

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[float]:
        """Hold a slot, after waiting for one if need be; first come, first served.

        Yields the seconds that it waited.

        Raises:
            UnavailableError: the model is loading, or the server is draining.
            OverloadedError: the queue is full.
        """
        self.check_state()
        self._check_room()
        came = time.perf_counter()
        with self._presence.one_more():
            async with self._slots:
                yield time.perf_counter() - came

    def check_state(self) -> None:
        """Refuse what comes before the model is loaded, and when the server ends.

        Raises:
            UnavailableError: the model is loading, or the server is draining.
        """
        if self.state == "loading":
            raise UnavailableError("the model is still loading")
        if self.state == "draining":
            raise UnavailableError(SHUTTING_DOWN)

    def _check_room(self) -> None:
        if self.present >= self._limit:
            raise OverloadedError(
                f"{self.present} requests are running or waiting, which is the limit; retry later"
            )

    async def empty(self) -> None:
        """Wait until no request runs or waits."""
        await self._presence.empty()

"""Counts who is there, and tells when nobody is left."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Presence:
    """How many requests are somewhere: in a server, at a model."""

    def __init__(self) -> None:
        self.count = 0
        self._nobody = asyncio.Event()
        self._nobody.set()

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count one more for as long as the context lasts."""
        self.count += 1
        self._nobody.clear()
        try:
            yield
        finally:
            self.count -= 1
            if self.count == 0:
                self._nobody.set()

    async def empty(self) -> None:
        """Wait until nobody is there."""
        await self._nobody.wait()

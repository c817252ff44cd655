"""What is going on with models: with each of them one thing at a time."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Changes:
    """Loads and unloads under way, by the name of their model."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def settle(self, name: str) -> None:
        """Wait until nothing is going on with a model."""
        while (task := self._tasks.get(name)) is not None:
            await asyncio.wait([task])

    async def make(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Do something with a settled model while others wait; it outlasts who asked for it."""
        task = self._tasks[name] = asyncio.create_task(work)
        task.add_done_callback(lambda _: self._tasks.pop(name))
        await asyncio.shield(task)

    async def give_up(self) -> None:
        """Cancel all of it, and wait until it has cleaned up."""
        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values())

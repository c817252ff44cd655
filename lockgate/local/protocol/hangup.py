"""Work that is worth doing only while its client listens."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

Result = TypeVar("Result")


class ClientGoneError(Exception):
    """The client hung up before the answer was complete."""


async def unless(client_gone: Callable[[], Awaitable[None]], work: Awaitable[Result]) -> Result:
    """The work's result; cancels the work and raises ClientGoneError when the client hangs up."""
    task = asyncio.ensure_future(work)
    watcher = asyncio.ensure_future(client_gone())
    try:
        await asyncio.wait({task, watcher}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise ClientGoneError
    finally:
        task.cancel()
        watcher.cancel()
        await asyncio.gather(task, watcher, return_exceptions=True)

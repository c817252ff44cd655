"""Waits on conditions."""

import asyncio
from collections.abc import Callable

from tests.local.polling import LIMIT_S


async def until(condition: Callable[[], object]) -> None:
    """Return once the condition holds; fail after a time that no healthy machine needs."""
    async with asyncio.timeout(LIMIT_S):
        while not condition():
            await asyncio.sleep(0.01)

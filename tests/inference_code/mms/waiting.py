"""Waiting for what another task or process does."""

import asyncio
from collections.abc import Callable

from tests.local.polling import LIMIT_S


async def until(condition: Callable[[], bool]) -> None:
    """Return when the condition holds."""
    async with asyncio.timeout(LIMIT_S):
        while not condition():
            await asyncio.sleep(0.001)

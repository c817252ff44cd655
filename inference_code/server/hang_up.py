"""Answers whose client may go away meanwhile."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from inference_code.server.exchange import Exchange
from inference_code.telemetry.record import CANCELLED, Inference


async def unless_hung_up(
    exchange: Exchange, work: Coroutine[Any, Any, None], record: Inference
) -> None:
    """Do the work, but give it up as soon as the client goes away."""
    answering = asyncio.create_task(work)
    leaving = asyncio.create_task(exchange.hung_up())
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            record.finish_reason = CANCELLED
            answering.cancel()
            await asyncio.wait({answering})
        if not answering.cancelled():
            answering.result()
    finally:
        answering.cancel()
        leaving.cancel()

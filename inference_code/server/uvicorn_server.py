"""uvicorn, as both the server and its doorkeeper use it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from inference_code.telemetry import Telemetry

BACKLOG = 2048


class UvicornServer(uvicorn.Server):
    """uvicorn that leaves signals alone, and sleeps while nothing happens.

    Its own answer to SIGTERM cannot drain, and its clock ticks ten times a second, which an engine
    that keeps all cores busy feels. `closes` ends each connection after its answer.
    """

    def __init__(self, application: ASGIApp, *, closes: bool = False) -> None:
        config = uvicorn.Config(
            Telemetry(application),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=75,
            backlog=BACKLOG,
            headers=[("connection", "close")] if closes else [],
        )
        super().__init__(config)
        self.ending = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle no signal."""
        yield

    async def main_loop(self) -> None:
        """Wait for the end instead of looking for it."""
        await self.on_tick(0)
        await self.ending.wait()

"""The workers of one model, each with one request at a time."""

import asyncio
import time
from collections.abc import Mapping

from inference_code.mms.client import Client, Reply


class Workers:
    """Asks workers through Multi Model Server, no more of them than there are.

    A handler cannot be interrupted. So the request of a client that went away keeps its worker
    until it is answered, and others wait here meanwhile: what waits in Multi Model Server would be
    computed for nobody once its client has gone, too.
    """

    def __init__(self, client: Client, path: str, *, count: int) -> None:
        self._client = client
        self._path = path
        self._free = asyncio.Semaphore(count)
        self._asked: set[asyncio.Task[Reply]] = set()

    async def take(self) -> float:
        """Wait for a worker; return the seconds. `ask` must follow at once."""
        came = time.perf_counter()
        await self._free.acquire()
        return time.perf_counter() - came

    async def ask(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Ask the worker that was taken.

        Raises:
            EngineError: there is no answer.
        """
        asked = asyncio.create_task(
            self._client.ask("POST", self._path, body=body, headers=headers)
        )
        self._asked.add(asked)
        asked.add_done_callback(self._answered)
        return await asyncio.shield(asked)

    def _answered(self, asked: asyncio.Task[Reply]) -> None:
        self._asked.discard(asked)
        self._free.release()
        if not asked.cancelled():
            asked.exception()  # of one for which nobody waits, it would be logged as forgotten

"""Speaks HTTP to Multi Model Server over its socket."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiohttp

from inference_code.errors import EngineError

LOST = "Multi Model Server did not answer; its log has the reason"


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    """Names in any case."""
    body: bytes


class Client:
    """As many connections as there are requests at once.

    So many bodies as `passing` says are on their way at most: Java's memory holds no more.
    """

    def __init__(self, socket: Path, *, passing: int) -> None:
        self._socket = socket
        self._passing = asyncio.Semaphore(passing)
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        """Get ready; within a running event loop."""
        self._session = aiohttp.ClientSession(
            base_url="http://mms",
            connector=aiohttp.UnixConnector(path=str(self._socket), limit=0),
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        )

    async def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request, and read the answer to its end.

        Raises:
            EngineError: there is no answer.
        """
        if self._session is None:
            raise EngineError("Multi Model Server is not running")
        request = partial(self._session.request, method, path, data=body, headers=headers)
        try:
            async with nullcontext() if body is None else self._passing, request() as answer:
                return Reply(answer.status, answer.headers, await answer.read())
        except aiohttp.ClientError as error:
            raise EngineError(LOST) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

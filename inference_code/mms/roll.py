"""The server's end of its connections to the workers: who is there, and who could not load."""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

HEARING_S = 1.0
LONGEST_REPORT = 1024 * 1024
"""Bytes of a line: more than a traceback has when each of its characters is escaped."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """Why a worker could not load its model."""

    reason: str
    no_memory: bool


class Roll:
    """Knows the workers that have loaded their model, and why others have not.

    Multi Model Server calls a worker READY from the moment it is wanted; so each reports here.
    """

    def __init__(self) -> None:
        self._workers: defaultdict[str, dict[int, int]] = defaultdict(dict)
        """By model: the bytes of each worker, by its process id."""
        self._failures: dict[str, Failure] = {}
        self._changed = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._connected: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def open(self, path: Path) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_unix_server(self._connect, path, limit=LONGEST_REPORT)

    async def close(self) -> None:
        """Listen no more; workers that are still there end."""
        if self._server is not None:
            self._server.close()
        for writer in self._connected.values():
            writer.close()
        if self._connected:
            await asyncio.wait(self._connected)

    def loaded(self, model: str) -> int:
        """How many workers of a model are there, and have loaded it."""
        return len(self._workers[model])

    def memory(self, model: str) -> int:
        """Bytes that the workers of a model had taken when they had loaded it."""
        return sum(self._workers[model].values())

    def failure(self, model: str) -> Failure | None:
        """Why the last worker of a model that tried to load it could not; None after a success."""
        return self._failures.get(model)

    async def settled(self, model: str, workers: int) -> Failure | None:
        """Wait until so many workers have loaded a model, or one cannot; then tell why."""
        await self._until(lambda: model in self._failures or self.loaded(model) >= workers)
        return self._failures.get(model)

    async def heard(self, model: str, workers: int) -> Failure | None:
        """Like `settled`, of workers that have reported already, though it may not be read yet."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HEARING_S):
                return await self.settled(model, workers)
        return None

    async def gone(self, model: str) -> None:
        """Wait until no worker of a model is left, and forget what it reported."""
        await self._until(lambda: not self.loaded(model))
        self._failures.pop(model, None)
        self._workers.pop(model, None)

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with self._changed:
            await self._changed.wait_for(condition)

    def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hearing = asyncio.create_task(self._hear(reader, writer))
        self._connected[hearing] = writer
        hearing.add_done_callback(self._connected.pop)

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Listen to one worker until it ends."""
        reports = []
        try:
            while line := await reader.readline():
                reports.append(orjson.loads(line))
                await self._note(reports[-1])
        except (OSError, ValueError, KeyError) as error:
            _log.warning("a worker reports what cannot be read: %r", error)
        writer.close()
        async with self._changed:
            for report in reports:
                self._workers[report["model"]].pop(report["pid"], None)
            self._changed.notify_all()

    async def _note(self, report: dict[str, Any]) -> None:
        model = report["model"]
        async with self._changed:
            if (reason := report.get("failed")) is not None:
                _log.error("%s", report["traceback"].rstrip() or reason)
                self._failures[model] = Failure(reason, report["no_memory"])
            else:
                self._failures.pop(model, None)
                self._workers[model][report["pid"]] = report["bytes"]
            self._changed.notify_all()

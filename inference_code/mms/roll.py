"""The server's end of its connections to the workers: who is there, and who could not load."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

import orjson

from inference_code.mms.reports import LOST, Failure, Process

HEARING_S = 10.0
"""Time for a report that has been sent to arrive, on a machine that has other things to do."""
UNSEEN_S = 1.0
"""The same for a model of which no process is known; mostly Java has refused it, and there is none.
"""
LONGEST_REPORT = 1024 * 1024
"""Bytes of a line: more than a traceback has when each of its characters is escaped."""
_log = logging.getLogger(__name__)


class Roll:
    """Knows the workers that have loaded their model, and why others have not.

    Multi Model Server calls a worker READY from the moment it is wanted; so each reports here.
    """

    def __init__(self) -> None:
        self._processes: dict[asyncio.Task[None], Process] = {}
        self._failures: dict[str, Failure] = {}
        self._dismissed: set[str] = set()
        """Models whose workers end as soon as they are here."""
        self._changed = asyncio.Condition()
        self._server: asyncio.Server | None = None

    async def open(self, path: Path) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_unix_server(self._connect, path, limit=LONGEST_REPORT)

    async def close(self) -> None:
        """Listen no more; processes that are still there end."""
        if self._server is not None:
            self._server.close()
        for process in self._processes.values():
            process.writer.close()
        if self._processes:
            await asyncio.wait(self._processes)

    def loaded(self, model: str) -> int:
        """How many workers of a model are there, and have loaded it."""
        return sum(process.memory is not None for process in self._of(model))

    def memory(self, model: str) -> int:
        """Bytes that the workers of a model had taken when they had loaded it."""
        return sum(process.memory or 0 for process in self._of(model))

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
            async with asyncio.timeout(HEARING_S if self._of(model) else UNSEEN_S):
                return await self.settled(model, workers)
        return None

    def expect(self, model: str) -> None:
        """Let the workers of a model stay from now on, though it was dismissed before."""
        self._dismissed.discard(model)

    async def dismiss(self, model: str) -> None:
        """End the workers of a model, wait until no process of it is left, and forget it.

        Multi Model Server, which has to be told first, only lets go of its workers: those that
        load or compute would end when they are done with that.
        """
        self._dismissed.add(model)
        for process in self._of(model):
            process.end()
        await self._until(lambda: not self._of(model))
        self._failures.pop(model, None)

    def _of(self, model: str) -> list[Process]:
        processes = self._processes.values()
        return [process for process in processes if process.here and process.model == model]

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with self._changed:
            await self._changed.wait_for(condition)

    def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        process = Process(writer)
        hearing = asyncio.create_task(self._hear(reader, process))
        self._processes[hearing] = process
        hearing.add_done_callback(self._processes.pop)

    async def _hear(self, reader: asyncio.StreamReader, process: Process) -> None:
        """Listen to one process until it ends."""
        failure = None
        try:
            while line := await reader.readline():
                failure = process.note(orjson.loads(line))
                await self._conclude(process, failure)
        except (OSError, ValueError, KeyError) as error:
            _log.warning("a worker reports what cannot be read: %r", error)
        process.writer.close()
        process.here = False
        silent = failure is None and process.memory is None and not process.listens
        await self._conclude(process, LOST if silent else None)

    async def _conclude(self, process: Process, failure: Failure | None) -> None:
        """Remember what the last report of a process, or its end, says of its model."""
        if (model := process.model) is None:
            return
        async with self._changed:
            if model in self._dismissed:
                process.end()
            elif failure is not None:
                self._failures[model] = failure
            elif process.here and process.memory is not None:
                self._failures.pop(model, None)
            self._changed.notify_all()

"""The server's end of its connections to the workers: who is there, and who could not load."""

import asyncio
import logging
from collections import Counter
from pathlib import Path
from typing import Any

import orjson

_log = logging.getLogger(__name__)


class Roll:
    """Knows the workers that have loaded their model, and why the others have not."""

    def __init__(self) -> None:
        self._loaded: Counter[str] = Counter()
        self._failures: dict[str, Failure] = {}
        self._changed = asyncio.Condition()
        self._server: asyncio.Server | None = None

    async def open(self, path: Path) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_unix_server(self._hear, path)

    def close(self) -> None:
        """Listen no more; connected workers end when this process does."""
        if self._server is not None:
            self._server.close()

    def loaded(self, model: str) -> int:
        """How many workers of a model are there, and have loaded it."""
        return self._loaded[model]

    def failure(self, model: str) -> "Failure | None":
        """Why the last worker of a model that tried to load it could not; None after a success."""
        return self._failures.get(model)

    def forget(self, model: str) -> None:
        """Forget that a model could not be loaded."""
        self._failures.pop(model, None)

    async def settled(self, model: str, workers: int) -> "Failure | None":
        """Wait until so many workers have loaded a model, or one cannot; then tell why."""
        async with self._changed:
            await self._changed.wait_for(
                lambda: model in self._failures or self._loaded[model] >= workers
            )
        return self._failures.get(model)

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        model = None
        try:
            while line := await reader.readline():
                model = await self._note(orjson.loads(line)) or model
        except (OSError, ValueError) as error:
            _log.warning("a worker reports what cannot be read: %s", error)
        finally:
            writer.close()
            if model is not None:
                await self._change(model, -1)

    async def _note(self, report: dict[str, Any]) -> str | None:
        """Take one report; the name of the model if it says that it is loaded."""
        model = report["model"]
        if (reason := report.get("failed")) is not None:
            if report["traceback"]:
                _log.error("%s", report["traceback"].rstrip())
            self._failures[model] = Failure(reason, no_memory=report["no_memory"])
            await self._change(model, 0)
            return None
        self._failures.pop(model, None)
        await self._change(model, 1)
        return str(model)

    async def _change(self, model: str, by: int) -> None:
        async with self._changed:
            self._loaded[model] += by
            if not self._loaded[model]:
                del self._loaded[model]
            self._changed.notify_all()


class Failure:
    """Why a worker could not load its model."""

    def __init__(self, reason: str, *, no_memory: bool) -> None:
        self.reason = reason
        self.no_memory = no_memory

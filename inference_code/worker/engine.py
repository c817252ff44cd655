"""One engine: a worker process, from its start to its end."""

import asyncio
import os
import socket
import sys

from inference_code.handler import GenerationRequest, LoadError, Operation
from inference_code.settings import Settings
from inference_code.worker.connection import Connection
from inference_code.worker.generation import WorkerGeneration
from inference_code.worker.messages import settings_to_message


class Engine:
    """Starts, uses and stops the worker of one model."""

    def __init__(self, settings: Settings) -> None:
        self.operations: frozenset[Operation] = frozenset()
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self._connection: Connection | None = None

    async def start(self) -> int:
        """Start the process and let it check the model's files; the bytes that it will take.

        Raises:
            LoadError: the files are not right.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self._connection = Connection(*await asyncio.open_connection(sock=ours))
            numbers = (str(theirs.fileno()), str(os.getpid()))
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "inference_code.worker", *numbers),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._connection.send(settings_to_message(self._settings))
        return int((await self._connection.answer())["needs"])

    async def load(self) -> None:
        """Load the model.

        Raises:
            LoadError: the engine refuses it, or breaks.
        """
        connection = self._connected()
        connection.send({"load": True})
        self.operations = frozenset((await connection.answer())["loaded"])

    def generate(self, request: GenerationRequest) -> WorkerGeneration:
        """Prepare one answer."""
        return self._connected().generate(request)

    async def ended(self) -> None:
        """Wait until the worker can be talked to no more."""
        await self._connected().lost.wait()

    async def stop(self) -> None:
        """End the process; all that it held is free when this returns."""
        if self._connection is not None:
            self._connection.end()
        if self._process is not None:
            if self._process.returncode is None:
                self._process.kill()
            await self._process.wait()

    def _connected(self) -> Connection:
        if self._connection is None:
            raise LoadError("the engine has not been started")
        return self._connection

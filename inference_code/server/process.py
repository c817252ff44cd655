"""The server process: from its start to its exit code."""

import asyncio
import os
import signal
import socket
import sys

from inference_code.handler import LoadError
from inference_code.server.doorkeeper import Doorkeeper
from inference_code.server.first_process import TO_END
from inference_code.server.listener import StartError, bind
from inference_code.server.service import Service
from inference_code.server.uvicorn_server import UvicornServer
from inference_code.settings import Settings, SettingsError
from inference_code.telemetry.writer import print_line


class Process:
    """One server process around one service."""

    def __init__(self, settings: Settings, service: Service) -> None:
        self._settings = settings
        self._service = service
        self._uvicorn = UvicornServer(service.application)
        self._stopping = asyncio.Event()
        self._hurrying = asyncio.Event()

    async def run(self, listener: socket.socket, doorkeeper: Doorkeeper | None) -> None:
        """Serve until SIGTERM or SIGINT, then drain; before the service has started, just end.

        Raises:
            LoadError: the model cannot be loaded, does not answer, or is lost later.
        """
        if self._service.starts_alone:
            self._be_ended()
        else:
            self._listen()
        starting = asyncio.create_task(self._service.start())
        serving = asyncio.create_task(self._serve(listener, doorkeeper, starting))
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
                self._listen()
                await self._look_after(stopping)
                await self._drain()
        finally:
            self._uvicorn.ending.set()
            starting.cancel()
            await asyncio.wait({starting})
            await serving
            await self._service.stop()

    async def _serve(
        self,
        listener: socket.socket,
        doorkeeper: Doorkeeper | None,
        starting: "asyncio.Task[None]",
    ) -> None:
        """Answer from the beginning, or once the doorkeeper is relieved."""
        if doorkeeper is not None:
            await asyncio.wait({starting})
            await doorkeeper.relieve()
            if self._uvicorn.ending.is_set():
                return
        await self._uvicorn.serve([listener])

    def _be_ended(self) -> None:
        """Let the signals themselves end this process, which could not hear them meanwhile.

        The load of a large model takes minutes, and nothing else is under way that could be lost.
        """
        for number in TO_END:
            signal.signal(number, signal.SIG_DFL)

    def _listen(self) -> None:
        """Hear the signals to end, from now on."""
        loop = asyncio.get_running_loop()
        for number in TO_END:
            loop.add_signal_handler(number, self._stop)

    async def _look_after(self, stopping: "asyncio.Task[bool]") -> None:
        """Wait for the signal to stop; what the service notices meanwhile ends it too."""
        watching = asyncio.create_task(self._service.watch())
        await asyncio.wait({watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            watching.result()
        watching.cancel()

    def _stop(self) -> None:
        if self._stopping.is_set():
            self._hurrying.set()
        self._stopping.set()

    async def _drain(self) -> None:
        """Drain the service, until the deadline or a second signal."""
        ends = [self._finish(), self._hurrying.wait()]
        waits = [asyncio.create_task(end) for end in ends]
        await asyncio.wait(
            waits, timeout=self._settings.drain_seconds, return_when=asyncio.FIRST_COMPLETED
        )

    async def _finish(self) -> None:
        await self._service.drain()
        await self._uvicorn.sent()


def serve(settings: Settings, service: Service) -> int:
    """Run the server and return its exit code; a failed start is one line on stderr."""
    try:
        listener = _bind_or_stop(settings, service)
        doorkeeper = Doorkeeper(listener, service.application) if service.starts_alone else None
        asyncio.run(Process(settings, service).run(listener, doorkeeper))
    except (StartError, LoadError, SettingsError) as error:
        return fail(str(error))
    return 0


def _bind_or_stop(settings: Settings, service: Service) -> socket.socket:
    """Take the port; without it, the service gives back what it has."""
    try:
        return bind(settings)
    except StartError:
        asyncio.run(service.stop())
        raise


def fail(reason: str) -> int:
    """Print the reason as the last line and return the exit code of a failed start."""
    sys.stdout.flush()
    print(f"lockgate: {reason}", file=sys.stderr, flush=True)  # noqa: T201 - the last line
    return 1


def leave(code: int) -> None:
    """Exit without waiting for threads: an engine that reads a long prompt cannot be joined."""
    print_line.flush()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)

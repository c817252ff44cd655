"""Who answers while the load of a model keeps the whole process from it."""

import asyncio
import logging
import os
import signal
import socket

from starlette.types import ASGIApp

from inference_code.server.uvicorn_server import UvicornServer
from inference_code.telemetry.writer import print_line

_log = logging.getLogger(__name__)


class Doorkeeper:
    """A copy of this process that serves the application as it is now, on the same socket.

    An engine may hold Python's lock until its model is loaded, and no thread of the process runs
    meanwhile. The copy holds no engine, says that the model is loading, and is gone once it is
    relieved. Made before there are threads, which a copy would not have.
    """

    def __init__(self, listener: socket.socket, application: ASGIApp) -> None:
        reader, self._writer = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._writer)
            _keep(listener, application, reader)
        os.close(reader)

    async def relieve(self) -> None:
        """Let it finish what it is answering, and wait for its end."""
        os.close(self._writer)
        await asyncio.to_thread(os.waitpid, self._pid, 0)


def _keep(listener: socket.socket, application: ASGIApp, relief: int) -> None:
    """The copy's whole life: it ends when the other end of `relief` is closed, however it is."""
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # they are for the process that it stands in for
        asyncio.run(_answer(listener, application, relief))
        print_line.flush()
    except Exception:
        _log.exception("nobody answers until the model is loaded")
    finally:
        os._exit(0)


async def _answer(listener: socket.socket, application: ASGIApp, relief: int) -> None:
    # Connections are closed after each answer, so that none is open when the other takes over.
    server = UvicornServer(application, closes=True)
    asyncio.get_running_loop().add_reader(relief, server.ending.set)
    await server.serve([listener])

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest

from inference_code.worker.connection import Connection
from inference_code.worker.worker import Worker
from tests.inference_code.scripted import ScriptedHandler


@pytest.fixture
def handler() -> ScriptedHandler:
    return ScriptedHandler("Hello", " there", "!")


@pytest.fixture
async def worker(handler: ScriptedHandler) -> AsyncIterator[tuple[Connection, asyncio.Task[None]]]:
    """Both sides of one connection, here in one process."""
    ours, theirs = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=theirs)
    serving = asyncio.create_task(Worker(handler, reader, writer).run())
    connection = Connection(*await asyncio.open_connection(sock=ours))
    yield connection, serving
    connection.end()
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError, ConnectionError):
        await serving
    writer.close()


@pytest.fixture
def connection(worker: tuple[Connection, asyncio.Task[None]]) -> Connection:
    return worker[0]

"""Clients at the level of bytes: slow ones, and such as do not keep to HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from inference_code.server.admission import Admission
from inference_code.server.application import create_application
from inference_code.server.listener import bind
from inference_code.server.uvicorn_server import UvicornServer
from lockgate.local.ports import HOST, free_port
from tests.inference_code.scripted import ScriptedHandler, settings

BODY = b'{"messages":[{"role":"user","content":"hi"}]}'
HEAD = b"POST /invocations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
REQUEST = HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
BEYOND_ALL_BUFFERS = 32 * 1024 * 1024


class Client:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def connected(cls, port: int) -> "Client":
        return cls(*await asyncio.open_connection(HOST, port))

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    async def answer(self) -> bytes:
        """Everything until the server closes the connection."""
        text = await self._reader.read()
        self._writer.close()
        await self._writer.wait_closed()
        return text

    async def status(self) -> bytes:
        """The status of one answer, which leaves the connection open."""
        head = await self._reader.readuntil(b"\r\n\r\n")
        return head.split()[1]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture(autouse=True)
async def server(
    port: int, handler: ScriptedHandler, admission: Admission, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[UvicornServer]:
    """With one slot, no queue, and no lines on stdout."""
    monkeypatch.setattr("inference_code.server.uvicorn_server.Telemetry", lambda served: served)
    given = settings(LOCKGATE_BIND_HOST=HOST, SAGEMAKER_BIND_TO_PORT=str(port))
    server = UvicornServer(create_application(given, handler, admission))
    serving = asyncio.create_task(server.serve([bind(given)]))
    while not server.started:
        await asyncio.sleep(0)
    yield server
    server.ending.set()
    await serving


@pytest.mark.parametrize("sent", [0, 10, len(REQUEST) - 1])
async def test_client_that_sends_slowly_takes_no_slot(port: int, sent: int) -> None:
    slow, quick = await Client.connected(port), await Client.connected(port)
    slow.send(REQUEST[:sent])
    quick.send(REQUEST)
    assert (await quick.answer()).startswith(b"HTTP/1.1 200 ")
    slow.send(REQUEST[sent:])
    assert (await slow.answer()).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("head", [b"nonsense\r\n\r\n", HEAD + b"X-Much: " + b"a" * 16_384])
async def test_head_that_is_no_http_or_has_no_end_is_refused(port: int, head: bytes) -> None:
    client = await Client.connected(port)
    client.send(head)
    answer = await client.answer()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"its head is over 16 KiB, or its head or the frame of its body is no HTTP" in answer


async def test_nonsense_behind_an_answered_request_ends_the_connection(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    client = await Client.connected(port)
    client.send(b"GET /ping HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert await client.status() == b"200"
    client.send(b"no chunk\r\n")
    assert b"HTTP/1.1" not in await client.answer()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_answer_is_sent_when_its_client_has_read_it(
    port: int, server: UvicornServer, handler: ScriptedHandler, admission: Admission
) -> None:
    handler.words = ("a" * BEYOND_ALL_BUFFERS,)
    client = await Client.connected(port)
    client.send(REQUEST)
    await client.status()
    await admission.empty()
    sent = asyncio.create_task(server.sent())
    await asyncio.sleep(0)
    assert not sent.done()
    assert len(await client.answer()) > BEYOND_ALL_BUFFERS
    await sent

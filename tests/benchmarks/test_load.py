"""The load of the containers' benchmarks."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from benchmarks.load import load

BODIES = [b"%d" % number for number in range(6)]


class Server:
    """Answers with what it was sent, and remembers it by connection."""

    def __init__(self) -> None:
        self.connections: list[list[bytes]] = []
        self.status = b"200 OK"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen: list[bytes] = []
        self.connections.append(seen)
        while await reader.read(1):
            head = await reader.readuntil(b"\r\n\r\n")
            seen.append(await reader.readexactly(int(head.rpartition(b":")[2])))
            writer.write(b"HTTP/1.1 %b\r\nContent-Length: 1\r\n\r\n%b" % (self.status, seen[-1]))
        writer.close()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def port(server: Server) -> AsyncIterator[int]:
    listener = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    async with listener:
        yield listener.sockets[0].getsockname()[1]


async def test_every_body_is_sent_once_over_kept_connections(server: Server, port: int) -> None:
    answers: list[bytes] = []
    round_ = await load(port, BODIES, at_once=2, check=answers.append)
    assert sorted(server.connections) == [BODIES[::2], BODIES[1::2]]
    assert sorted(answers) == BODIES
    assert round_.requests_per_s > 0


async def test_an_error_ends_the_benchmark_with_its_answer(server: Server, port: int) -> None:
    server.status = b"503 Unavailable"
    with pytest.raises(RuntimeError, match="0"):
        await load(port, BODIES[:1], at_once=1, check=lambda _answer: None)

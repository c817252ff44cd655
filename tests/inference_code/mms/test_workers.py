import asyncio
from collections.abc import Mapping

import pytest

from inference_code.errors import EngineError
from inference_code.mms.client import Client, Reply
from inference_code.mms.workers import Workers


class Gated(Client):
    """Answers when a test says so."""

    def __init__(self) -> None:
        self.answers: asyncio.Queue[Reply | EngineError] = asyncio.Queue()
        self.asked = 0

    async def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        self.asked += 1
        answer = await self.answers.get()
        if isinstance(answer, EngineError):
            raise answer
        return answer


@pytest.fixture
def client() -> Gated:
    return Gated()


async def leave(workers: Workers, client: Gated) -> None:
    """Ask, and go away before the answer."""
    await workers.take()
    asking = asyncio.create_task(workers.ask(b"", {}))
    while not client.asked:
        await asyncio.sleep(0)
    asking.cancel()
    await asyncio.wait({asking})
    assert asking.cancelled()


@pytest.mark.parametrize("end", [Reply(200, {}, b""), EngineError("lost")])
async def test_worker_of_a_client_that_went_away_is_taken_until_it_has_answered(
    client: Gated, end: Reply | EngineError, caplog: pytest.LogCaptureFixture
) -> None:
    workers = Workers(client, "/", count=1)
    await leave(workers, client)
    waiting = asyncio.create_task(workers.take())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not waiting.done()
    client.answers.put_nowait(end)
    assert await waiting >= 0
    assert not caplog.records


async def test_answer_frees_the_worker(client: Gated) -> None:
    workers = Workers(client, "/", count=1)
    for _ in range(2):
        await workers.take()
        client.answers.put_nowait(Reply(200, {}, b"yes"))
        assert (await workers.ask(b"", {})).body == b"yes"


async def test_client_that_goes_away_while_it_waits_takes_no_worker(client: Gated) -> None:
    workers = Workers(client, "/", count=1)
    await workers.take()
    waiting = asyncio.create_task(workers.take())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    client.answers.put_nowait(Reply(200, {}, b""))
    await workers.ask(b"", {})
    assert await workers.take() >= 0
    assert client.asked == 1

import asyncio

import pytest

from inference_code.errors import EngineError
from inference_code.mms.client import Client
from tests.inference_code.mms.fake_server import FakeBackend, FakeServer


async def test_no_more_bodies_are_on_their_way_than_java_has_room_for(
    backend: FakeBackend, server: FakeServer
) -> None:
    await backend.start()
    server.gate.clear()
    asking = [
        asyncio.create_task(backend.client.ask("POST", "/invocations", body=b"1")) for _ in range(6)
    ]
    while len(server.asked) < 4:
        await asyncio.sleep(0)
    # What has no body does not wait for those, and is the fifth that arrives.
    other = asyncio.create_task(backend.client.ask("GET", "/ping"))
    while len(server.asked) < 5:
        await asyncio.sleep(0)
    assert server.asked[-1].path == "/ping"
    server.gate.set()
    assert {reply.status for reply in await asyncio.gather(other, *asking)} == {200}


async def test_client_that_is_not_open_says_so(backend: FakeBackend) -> None:
    client = Client(backend.folder.api, passing=1)
    with pytest.raises(EngineError, match="Multi Model Server is not running"):
        await client.ask("GET", "/ping")

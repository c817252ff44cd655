import asyncio

import pytest

from lockgate.local.protocol.hangup import ClientGoneError, unless


async def never() -> None:
    await asyncio.Event().wait()


async def at_once() -> None:
    """A client that is gone already."""


async def test_the_result_comes_back_while_the_client_listens() -> None:
    assert await unless(never, asyncio.sleep(0, "result")) == "result"


async def test_the_work_is_cancelled_when_the_client_is_gone() -> None:
    work = asyncio.ensure_future(never())
    with pytest.raises(ClientGoneError):
        await unless(at_once, work)
    assert work.cancelled()

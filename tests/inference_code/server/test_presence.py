import asyncio

from inference_code.server.presence import Presence


async def test_empty_waits_for_the_last_one() -> None:
    presence = Presence()
    with presence.one_more():
        with presence.one_more():
            assert presence.count == 2
        emptied = asyncio.create_task(presence.empty())
        await asyncio.sleep(0)
        assert not emptied.done()
    await emptied


async def test_empty_returns_at_once_when_nobody_came() -> None:
    await Presence().empty()

import asyncio

import pytest

from inference_code.multi_model.changes import Changes
from tests.inference_code.multi_model.conftest import settled


async def test_settling_waits_for_what_is_going_on_with_that_model_only() -> None:
    changes, gate = Changes(), asyncio.Event()
    making = asyncio.create_task(changes.make("a", _until(gate)))
    waiting = asyncio.create_task(changes.settle("a"))
    await settled()
    await changes.settle("b")
    assert not waiting.done()
    gate.set()
    await waiting
    await making


async def test_change_goes_on_without_who_asked_for_it() -> None:
    changes, gate, done = Changes(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        await gate.wait()
        done.set()

    making = asyncio.create_task(changes.make("a", work()))
    await settled()
    making.cancel()
    gate.set()
    await changes.settle("a")
    assert done.is_set()


async def test_change_that_is_given_up_cleans_up_first() -> None:
    changes, clean = Changes(), asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            clean.set()

    making = asyncio.create_task(changes.make("a", work()))
    await settled()
    await changes.give_up()
    assert clean.is_set()
    with pytest.raises(asyncio.CancelledError):
        await making


async def test_nothing_going_on_is_given_up_at_once() -> None:
    await Changes().give_up()


async def _until(gate: asyncio.Event) -> None:
    await gate.wait()

import asyncio
import time

import pytest

from inference_code.errors import OverloadedError
from inference_code.server.admission import Admission


def ready(*, slots: int, queue: int) -> Admission:
    admission = Admission(slots=slots, queue=queue)
    admission.state = "ready"
    return admission


async def test_request_beyond_slots_and_queue_is_refused_with_the_limit() -> None:
    admission = ready(slots=1, queue=0)
    async with admission.slot():
        with pytest.raises(OverloadedError, match="1 requests are running or waiting"):
            await admission.slot().__aenter__()


async def test_waiting_request_gets_the_slot_that_becomes_free() -> None:
    admission = ready(slots=1, queue=1)
    order: list[str] = []

    async def second() -> None:
        async with admission.slot():
            order.append("second")

    async with admission.slot():
        task = asyncio.create_task(second())
        await asyncio.sleep(0)
        order.append("first")
    await task
    assert order == ["first", "second"]


async def test_slot_tells_how_long_it_was_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    admission = ready(slots=1, queue=1)
    now = 10.0
    monkeypatch.setattr(time, "perf_counter", lambda: now)

    async def second() -> float:
        async with admission.slot() as waited_s:
            return waited_s

    async with admission.slot() as waited_s:
        assert waited_s == 0
        task = asyncio.create_task(second())
        await asyncio.sleep(0)
        now = 12.5
    assert await task == 2.5


async def test_empty_waits_for_the_last_request() -> None:
    admission = ready(slots=1, queue=0)
    async with admission.slot():
        emptied = asyncio.create_task(admission.empty())
        await asyncio.sleep(0)
        assert not emptied.done()
    await emptied

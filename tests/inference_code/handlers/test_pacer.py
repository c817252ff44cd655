import asyncio
import threading

import pytest

from inference_code.handlers.pacer import Pacer
from tests.local.polling import LIMIT_S


def announce(pacer: Pacer, wake: asyncio.Event, *, now: bool) -> None:
    """Announce from another thread, as an engine does."""
    thread = threading.Thread(target=pacer.announce, args=(wake.set,), kwargs={"now": now})
    thread.start()
    thread.join()


async def test_first_token_is_told_at_once() -> None:
    pacer, told = Pacer(interval_s=3600), asyncio.Event()
    pacer.attach()
    announce(pacer, told, now=True)
    await asyncio.wait_for(told.wait(), LIMIT_S)


async def test_tokens_after_a_pause_do_not_wait_for_an_interval() -> None:
    pacer, told = Pacer(interval_s=3600), asyncio.Event()
    pacer.attach()
    announce(pacer, told, now=False)
    await asyncio.wait_for(told.wait(), LIMIT_S)


async def test_tokens_within_an_interval_wait_for_the_beat() -> None:
    pacer, first, second = Pacer(interval_s=3600), asyncio.Event(), asyncio.Event()
    pacer.attach()
    announce(pacer, first, now=False)
    await asyncio.wait_for(first.wait(), LIMIT_S)
    announce(pacer, second, now=False)
    await asyncio.sleep(0)
    assert not second.is_set()


async def test_beats_end_when_nothing_waits_and_begin_again() -> None:
    pacer, first, second = Pacer(interval_s=0.001), asyncio.Event(), asyncio.Event()
    pacer.attach()
    for told in (first, second):
        announce(pacer, told, now=False)
        await asyncio.wait_for(told.wait(), LIMIT_S)


def test_announcement_without_a_loop_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="before attach"):
        Pacer(interval_s=1).announce(print, now=True)

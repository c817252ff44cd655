import asyncio

import pytest

from inference_code.errors import EngineError
from tests.inference_code.handlers.onnx.fake_engine import BAD, FakeEngine, answers, until


async def test_request_that_finds_the_engine_idle_runs_at_once() -> None:
    engine = FakeEngine()
    assert await answers(engine.submit(5)) == [[None, 5]]
    assert engine.runs == [[5]]


async def test_requests_that_wait_for_a_run_go_together_into_the_next() -> None:
    engine = FakeEngine()
    await engine.busy()
    jobs = [engine.submit(number) for number in range(1, 9)]
    engine.gate.set()
    for number, job in enumerate(jobs, start=1):
        assert await answers(job) == [[None, number]]
    assert engine.runs == [[0], [1, 2, 3, 4, 5, 6, 7, 8]]


async def test_more_texts_than_fit_take_several_runs_in_order() -> None:
    engine = FakeEngine(most_texts=3)
    assert await answers(engine.submit(1, 2, 3, 4, 5, 6, 7)) == [[None, n] for n in range(1, 8)]
    assert engine.runs == [[1, 2, 3], [4, 5, 6], [7]]


async def test_request_with_many_texts_does_not_keep_others_waiting() -> None:
    engine = FakeEngine(most_texts=2)
    await engine.busy()
    many = engine.submit(1, 2, 3, 4)
    one = engine.submit(5)
    engine.gate.set()
    await answers(many)
    await answers(one)
    assert engine.runs[1] == [1, 5]


async def test_each_answer_is_written_as_its_request_wants_it() -> None:
    engine = FakeEngine()
    await engine.busy()
    one, other = engine.submit(1, name="one"), engine.submit(2, name="other")
    engine.gate.set()
    assert await answers(one) == [["one", 1]]
    assert await answers(other) == [["other", 2]]


async def test_text_that_fails_does_not_fail_those_beside_it() -> None:
    engine = FakeEngine()
    await engine.busy()
    good, bad, other = engine.submit(1), engine.submit(BAD), engine.submit(2)
    engine.gate.set()
    assert await answers(good) == [[None, 1]]
    assert await answers(other) == [[None, 2]]
    with pytest.raises(EngineError, match="onnxruntime failed: out of memory"):
        await answers(bad)


async def test_engine_goes_on_after_a_failure() -> None:
    engine = FakeEngine()
    with pytest.raises(EngineError):
        await answers(engine.submit(BAD))
    assert await answers(engine.submit(1)) == [[None, 1]]


async def test_failed_request_does_not_run_its_other_texts() -> None:
    engine = FakeEngine(most_texts=1)
    with pytest.raises(EngineError):
        await answers(engine.submit(BAD, 1, 2))
    assert engine.runs == [[BAD]]


async def test_failed_request_does_not_repeat_its_other_texts() -> None:
    engine = FakeEngine()
    with pytest.raises(EngineError):
        await answers(engine.submit(BAD, 1, 2))
    assert engine.runs == [[BAD, 1, 2], [BAD]]


async def test_request_whose_client_leaves_before_its_run_never_runs() -> None:
    engine = FakeEngine()
    await engine.busy()
    left, stays = engine.submit(1), engine.submit(2)
    await engine.batcher.leave(left)
    engine.gate.set()
    await answers(stays)
    assert engine.runs == [[0], [2]]


async def test_client_that_leaves_while_it_runs_waits_for_the_engine() -> None:
    engine = FakeEngine()
    running = await engine.busy()
    leaving = asyncio.create_task(engine.batcher.leave(running))
    await asyncio.sleep(0)
    assert not leaving.done()
    engine.gate.set()
    await leaving
    assert running.is_over


async def test_rest_of_a_request_whose_client_leaves_is_dropped() -> None:
    engine = FakeEngine(most_texts=1)
    engine.gate.clear()
    job = engine.submit(1, 2, 3)
    await until(engine, 1)
    leaving = asyncio.create_task(engine.batcher.leave(job))
    await asyncio.sleep(0)
    engine.gate.set()
    await leaving
    await answers(engine.submit(4))
    assert engine.runs == [[1], [4]]

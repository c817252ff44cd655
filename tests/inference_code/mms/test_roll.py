import asyncio

import pytest

from tests.inference_code.mms.fake_server import FakeBackend, FakeServer

FAILED = {"failed": "no weights", "traceback": "Traceback ...", "no_memory": False}


@pytest.fixture
async def started(backend: FakeBackend, server: FakeServer) -> FakeBackend:
    await backend.start()
    return backend


async def test_model_is_settled_when_all_workers_have_loaded_it(
    started: FakeBackend, server: FakeServer
) -> None:
    waiting = asyncio.create_task(started.roll.settled("a", 2))
    server.worker("a", pid=1)
    await started.roll.settled("a", 1)
    assert not waiting.done()
    server.worker("a", pid=2)
    assert await waiting is None
    assert started.roll.memory("a") == 2 << 20


async def test_failure_settles_a_model_and_its_traceback_is_in_the_log(
    started: FakeBackend, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.worker("a", **FAILED)
    failure = await started.roll.settled("a", 2)
    assert failure is not None
    assert failure.reason == "no weights"
    assert "Traceback ..." in caplog.text


async def test_worker_that_ends_is_there_no_more(started: FakeBackend, server: FakeServer) -> None:
    worker = server.worker("a")
    await started.roll.settled("a", 1)
    worker.close()
    await started.roll.gone("a")
    assert started.roll.loaded("a") == 0


async def test_success_makes_a_failure_forgotten(started: FakeBackend, server: FakeServer) -> None:
    server.worker("a", **FAILED)
    await started.roll.settled("a", 1)
    server.worker("a", pid=2)
    await until_loaded(started)
    assert started.roll.failure("a") is None


async def test_report_that_cannot_be_read_is_one_warning(
    started: FakeBackend, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.worker("a", failed="no further fields")
    server.worker("b")
    await started.roll.settled("b", 1)
    assert "a worker reports what cannot be read: KeyError" in caplog.text
    assert started.roll.failure("a") is None


async def until_loaded(backend: FakeBackend) -> None:
    async with asyncio.timeout(30):
        while backend.roll.loaded("a") == 0:
            await asyncio.sleep(0)

import asyncio

import pytest

from inference_code.mms import roll
from inference_code.mms.reports import LOST
from tests.inference_code.mms.fake_server import FakeBackend, FakeServer
from tests.inference_code.mms.waiting import until
from tests.local.polling import LIMIT_S

FAILED = {"failed": "no weights", "traceback": "Traceback ...", "no_memory": False}


@pytest.fixture
async def started(backend: FakeBackend, server: FakeServer) -> FakeBackend:
    await backend.start()
    return backend


async def test_model_is_settled_when_all_workers_have_loaded_it(
    started: FakeBackend, server: FakeServer
) -> None:
    waiting = asyncio.create_task(started.roll.settled("a", 2))
    server.worker("a")
    await started.roll.settled("a", 1)
    assert not waiting.done()
    server.worker("a")
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
    await until(lambda: started.roll.loaded("a") == 0)
    assert started.roll.failure("a") is None


async def test_worker_that_ends_while_it_loads_has_failed(
    started: FakeBackend, server: FakeServer
) -> None:
    server.worker("a", bytes=None).close()
    assert await started.roll.settled("a", 1) == LOST


async def test_end_of_a_worker_that_failed_is_no_second_failure(
    started: FakeBackend, server: FakeServer
) -> None:
    failed = server.worker("a", **FAILED)
    await started.roll.settled("a", 1)
    server.worker("a")
    await until_loaded(started)
    failed.close()
    server.worker("b").close()
    await until(lambda: len(started.roll._processes) == 1)
    assert started.roll.failure("a") is None


@pytest.mark.parametrize("report", [{}, {"bytes": None}, FAILED])
async def test_dismissal_ends_workers_whatever_they_do_and_waits_for_it(
    started: FakeBackend, server: FakeServer, report: dict[str, object]
) -> None:
    worker = server.worker("a", **report)
    await until(lambda: bool(started.roll._of("a")))
    dismissing = asyncio.create_task(started.roll.dismiss("a"))
    await asyncio.to_thread(worker.wait_for_the_end)
    assert not dismissing.done()
    worker.close()
    await dismissing
    assert (started.roll.loaded("a"), started.roll.failure("a")) == (0, None)


async def test_dismissal_waits_for_the_process_that_listens_and_leaves_it_to_java(
    started: FakeBackend, server: FakeServer
) -> None:
    listening = server.worker("a", bytes=None, listens=True)
    worker = server.worker("a")
    await started.roll.settled("a", 1)
    dismissing = asyncio.create_task(started.roll.dismiss("a"))
    await asyncio.to_thread(worker.wait_for_the_end)
    worker.close()
    await until(lambda: started.roll.loaded("a") == 0)
    assert not dismissing.done()
    listening.close()
    await dismissing


async def test_worker_that_comes_after_the_dismissal_ends(
    started: FakeBackend, server: FakeServer
) -> None:
    await started.roll.dismiss("a")
    await asyncio.to_thread(server.worker("a", bytes=None).wait_for_the_end)
    started.roll.expect("a")
    server.worker("a")
    await until_loaded(started)


async def test_success_makes_a_failure_forgotten(started: FakeBackend, server: FakeServer) -> None:
    server.worker("a", **FAILED)
    await started.roll.settled("a", 1)
    server.worker("a")
    await until_loaded(started)
    assert started.roll.failure("a") is None


async def test_report_of_a_process_that_is_known_is_waited_for(
    started: FakeBackend, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "UNSEEN_S", 0)
    monkeypatch.setattr(roll, "HEARING_S", LIMIT_S)
    worker = server.worker("a", bytes=None, listens=True)
    await until(lambda: bool(started.roll._of("a")))
    hearing = asyncio.create_task(started.roll.heard("a", 1))
    await asyncio.sleep(0)
    worker.tell(model="a", listens=True, **FAILED)
    failure = await hearing
    assert failure is not None
    assert failure.reason == "no weights"


async def test_no_long_wait_for_a_model_without_a_process(
    started: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "UNSEEN_S", 0)
    monkeypatch.setattr(roll, "HEARING_S", None)
    async with asyncio.timeout(LIMIT_S):
        assert await started.roll.heard("a", 1) is None


async def test_report_that_cannot_be_read_is_one_warning(
    started: FakeBackend, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.worker("a", failed="no further fields")
    server.worker("b")
    await started.roll.settled("b", 1)
    assert "a worker reports what cannot be read: KeyError" in caplog.text
    assert started.roll.failure("a") is None


async def until_loaded(backend: FakeBackend) -> None:
    await until(lambda: backend.roll.loaded("a") > 0)

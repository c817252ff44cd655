"""The start of the only model: each way in which it can fail is told."""

import asyncio

import pytest

from inference_code.handler import LoadError
from inference_code.mms.one import OneModel
from tests.inference_code.mms.fake_server import FakeBackend, FakeServer
from tests.inference_code.mms.waiting import until
from tests.inference_code.scripted import settings


async def test_start_ends_with_the_reason_of_a_worker(
    backend: FakeBackend, server: FakeServer
) -> None:
    starting = asyncio.create_task(OneModel(settings(), backend).start())
    await until(backend.folder.roll.exists)
    server.worker("model", failed="no weights", traceback="", no_memory=False)
    with pytest.raises(LoadError, match=r"^no weights$"):
        await starting


async def test_start_ends_when_the_model_server_does_not_take_the_model(
    backend: FakeBackend, server: FakeServer
) -> None:
    server.takes_model = False
    with pytest.raises(LoadError, match=r"does not take \S+ for a model; it says why above"):
        await OneModel(settings(), backend).start()


async def test_start_ends_when_the_model_server_goes_without_workers(
    backend: FakeBackend, server: FakeServer
) -> None:
    server.workers_wanted = 0
    with pytest.raises(
        LoadError, match=r"no workers for \S+: within a minute no process was ready"
    ):
        await OneModel(settings(), backend).start()


async def test_start_ends_when_the_model_server_hangs_up(
    backend: FakeBackend, server: FakeServer
) -> None:
    server.hangs_up = True
    with pytest.raises(LoadError, match=r"^Multi Model Server did not answer; its log has"):
        await OneModel(settings(), backend).start()


async def test_start_ends_when_java_does_before_it_tells_of_the_model(
    backend: FakeBackend, server: FakeServer
) -> None:
    server.gate.clear()
    backend.java.set_exception(LoadError("Multi Model Server ended with code 1"))
    with pytest.raises(LoadError, match="ended with code 1"):
        await OneModel(settings(), backend).start()


async def test_start_ends_when_java_does(backend: FakeBackend, server: FakeServer) -> None:
    starting = asyncio.create_task(OneModel(settings(), backend).start())
    await until(backend.folder.roll.exists)
    backend.java.set_exception(LoadError("Multi Model Server ended with code 1"))
    with pytest.raises(LoadError, match="ended with code 1"):
        await starting

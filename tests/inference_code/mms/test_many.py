"""Many models behind our server, with the multi-model API of all our containers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from inference_code.mms.many import ManyModels
from tests.inference_code.mms.fake_server import FakeBackend, FakeServer, own_error
from tests.inference_code.scripted import settings
from tests.local.polling import LIMIT_S

FAILED = {"failed": "no weights", "traceback": "", "no_memory": False}


@pytest.fixture
async def models(backend: FakeBackend, server: FakeServer) -> ManyModels:
    models = ManyModels(settings(LOCKGATE_MODEL_MEMORY_MIB="100"), backend)
    await models.start()
    return models


@pytest.fixture
async def client(models: ManyModels) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(models.application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def load(client: httpx.AsyncClient, folder: Path, name: str = "one") -> httpx.Response:
    return await client.post("/models", json={"model_name": name, "url": str(folder)})


async def test_healthy_only_once_the_model_server_is_there(
    backend: FakeBackend, server: FakeServer
) -> None:
    models = ManyModels(settings(), backend)
    transport = httpx.ASGITransport(models.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        before = await client.get("/ping")
        await models.start()
        after = await client.get("/ping")
    assert (before.status_code, before.json()) == (503, {"status": "loading"})
    assert after.status_code == 200


async def test_load_asks_for_all_workers_and_waits_for_them(
    client: httpx.AsyncClient, server: FakeServer, tmp_path: Path
) -> None:
    loaded = await load(client, tmp_path)
    assert loaded.json() == {"modelName": "one", "modelUrl": str(tmp_path)}
    assert dict(server.asked[0].query) == {
        "model_name": "one",
        "url": str(tmp_path),
        "initial_workers": "1",
        "synchronous": "true",
    }


async def test_second_load_is_a_conflict(client: httpx.AsyncClient, tmp_path: Path) -> None:
    await load(client, tmp_path)
    refused = await load(client, tmp_path)
    assert (refused.status_code, refused.json()["error"]["type"]) == (409, "model_already_loaded")


async def test_load_without_a_folder_is_refused(
    client: httpx.AsyncClient, server: FakeServer
) -> None:
    refused = await load(client, Path("/none"))
    assert (refused.status_code, server.asked) == (404, [])


@pytest.mark.parametrize(
    ("no_memory", "status", "kind"),
    [(False, 400, "invalid_model"), (True, 507, "insufficient_memory")],
)
async def test_failed_load_says_why_and_is_taken_back(
    client: httpx.AsyncClient,
    server: FakeServer,
    tmp_path: Path,
    no_memory: bool,
    status: int,
    kind: str,
) -> None:
    server.reports = [FAILED | {"no_memory": no_memory}]
    refused = await load(client, tmp_path)
    error = refused.json()["error"]
    assert (refused.status_code, error["type"], error["message"]) == (status, kind, "no weights")
    assert [asked.method for asked in server.asked] == ["POST", "DELETE"]
    assert (await client.get("/models/one")).status_code == 404
    assert (await load(client, tmp_path)).status_code == 200


async def test_failed_load_ends_the_workers_that_still_load(
    client: httpx.AsyncClient, server: FakeServer, tmp_path: Path
) -> None:
    loading = server.worker("one", bytes=None)
    server.busy, server.reports = {loading}, [FAILED]
    refusing = asyncio.create_task(load(client, tmp_path))
    await asyncio.to_thread(loading.wait_for_the_end)
    assert not refusing.done()
    loading.close()
    assert (await refusing).status_code == 400


async def test_load_during_which_the_model_server_hangs_up_is_taken_back(
    client: httpx.AsyncClient, server: FakeServer, tmp_path: Path
) -> None:
    server.hangs_up = True
    refused = await load(client, tmp_path)
    assert refused.json()["error"]["message"].startswith("Multi Model Server did not answer")
    assert [asked.method for asked in server.asked] == ["POST", "DELETE"]


async def test_model_over_the_memory_is_a_507_with_both_sizes(
    client: httpx.AsyncClient, server: FakeServer, tmp_path: Path
) -> None:
    server.reports = [{"bytes": 60 << 20}, {"bytes": 60 << 20}]
    assert (await load(client, tmp_path)).status_code == 200
    refused = await load(client, tmp_path, "two")
    assert refused.status_code == 507
    assert "the model needs 60 MiB, and all models together may take 100" in refused.text
    await client.delete("/models/one")
    server.reports = [{"bytes": 60 << 20}]
    assert (await load(client, tmp_path, "two")).status_code == 200


async def test_inference_goes_to_its_model(
    client: httpx.AsyncClient, server: FakeServer, tmp_path: Path
) -> None:
    await load(client, tmp_path, "a b")
    assert (await client.post("/models/a b/invoke", content=b"1")).json() == {"said": 1}
    assert server.asked[-1].raw_path == "/models/a%20b/invoke"


async def test_model_that_is_not_loaded_is_not_found(client: httpx.AsyncClient) -> None:
    statuses = [
        (await client.post("/models/one/invoke")).status_code,
        (await client.get("/models/one")).status_code,
        (await client.delete("/models/one")).status_code,
    ]
    assert statuses == [404, 404, 404]


async def test_model_whose_workers_cannot_come_back_says_why(
    client: httpx.AsyncClient, server: FakeServer, backend: FakeBackend, tmp_path: Path
) -> None:
    await load(client, tmp_path)
    server.end_workers("one")
    server.worker("one", **FAILED)
    await until_failed(backend)
    refused = await client.post("/models/one/invoke")
    assert refused.status_code == 503
    assert "no worker can load the model again: no weights" in refused.text


async def test_unloading_waits_for_the_running_answer(
    client: httpx.AsyncClient, server: FakeServer, tmp_path: Path
) -> None:
    await load(client, tmp_path)
    server.gate.clear()
    running = asyncio.create_task(client.post("/models/one/invoke"))
    while len(server.bodies) == 0:
        await asyncio.sleep(0)
    unloading = asyncio.create_task(client.delete("/models/one"))
    while (await client.get("/models/one")).status_code == 200:
        await asyncio.sleep(0)
    assert [asked.method for asked in server.asked] == ["POST", "POST"]
    server.gate.set()
    assert ((await running).status_code, (await unloading).status_code) == (200, 200)


async def test_refusal_of_the_model_server_itself_is_told(
    client: httpx.AsyncClient, server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference_code.mms.roll.UNSEEN_S", 0.01)
    server.loading = own_error(500, "Failed to start workers")
    refused = await load(client, tmp_path)
    assert (refused.status_code, refused.json()["error"]["message"]) == (
        500,
        "Multi Model Server answered 500: Failed to start workers",
    )


async def test_draining_refuses_loads(
    client: httpx.AsyncClient, models: ManyModels, tmp_path: Path
) -> None:
    await models.drain()
    assert (await client.get("/ping")).json() == {"status": "draining"}
    assert (await load(client, tmp_path)).status_code == 503


async def until_failed(backend: FakeBackend) -> None:
    async with asyncio.timeout(LIMIT_S):
        while backend.roll.loaded("one") or backend.roll.failure("one") is None:
            await asyncio.sleep(0)

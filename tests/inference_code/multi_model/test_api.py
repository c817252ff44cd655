import asyncio
from pathlib import Path

import httpx
import orjson
import pytest

from inference_code.multi_model.model import Source
from inference_code.multi_model.models import Models
from inference_code.multi_model.service import create_application
from inference_code.telemetry import Telemetry
from tests.inference_code.multi_model.conftest import SourceOf, settled
from tests.inference_code.multi_model.scripted_engine import House

CHAT = {"messages": [{"role": "user", "content": "hi"}]}


async def ask_to_load(client: httpx.AsyncClient, source: Source) -> httpx.Response:
    body = {"model_name": source.name, "url": str(source.url)}
    return await client.post("/models", json=body)


async def load(client: httpx.AsyncClient, source: SourceOf, *names: str) -> None:
    for name in names:
        response = await ask_to_load(client, source(name))
        assert response.status_code == 200, response.text


async def test_ping_is_healthy_without_a_model(client: httpx.AsyncClient) -> None:
    response = await client.get("/ping")
    assert (response.status_code, response.json()) == (200, {"status": "ready"})


async def test_ping_is_unhealthy_while_the_server_drains(
    client: httpx.AsyncClient, models: Models
) -> None:
    await models.drain()
    response = await client.get("/ping")
    assert (response.status_code, response.json()) == (503, {"status": "draining"})


async def test_loaded_model_is_shown(client: httpx.AsyncClient, source: SourceOf) -> None:
    await load(client, source, "a")
    shown = {"modelName": "hash-a", "modelUrl": str(source("a").url)}
    assert (await client.get("/models/hash-a")).json() == shown
    assert (await client.get("/models")).json() == {"models": [shown]}


async def test_each_model_answers_what_it_can_do(
    client: httpx.AsyncClient, source: SourceOf, house: House
) -> None:
    await load(client, source, "a", "b")
    house.engines["a"].operations = frozenset({"embedding"})
    answer = await client.post("/models/hash-a/invoke", json={"input": "one"})
    assert answer.json()["data"][0]["embedding"] == [3, 1.5]
    assert answer.json()["model"] == "a"
    refused = await client.post("/models/hash-b/invoke", json={"input": "one"})
    assert refused.status_code == 400
    assert "send messages (chat) or inputs (text)" in refused.json()["error"]["message"]


async def test_second_load_is_a_conflict(client: httpx.AsyncClient, source: SourceOf) -> None:
    await load(client, source, "a")
    body = {"model_name": "hash-a", "url": str(source("a").url)}
    response = await client.post("/models", json=body)
    assert response.status_code == 409
    assert response.json()["error"]["type"] == "model_already_loaded"


async def test_model_that_does_not_fit_is_a_507_with_the_sizes(
    client: httpx.AsyncClient, source: SourceOf
) -> None:
    body = {"model_name": "hash-giant", "url": str(source("giant").url)}
    response = await client.post("/models", json=body)
    assert response.status_code == 507
    assert response.json()["error"]["type"] == "insufficient_memory"


async def test_request_whose_model_made_room_and_cannot_come_back_is_a_507(
    client: httpx.AsyncClient, models: Models, source: SourceOf
) -> None:
    await load(client, source, "a", "b", "c")
    async with models.use("hash-b"), models.use("hash-c"):
        response = await client.post("/models/hash-a/invoke", json=CHAT)
    assert response.status_code == 507
    assert response.json()["error"]["type"] == "insufficient_memory"
    assert (await client.post("/models/hash-a/invoke", json=CHAT)).status_code == 200


async def test_folder_that_does_not_exist_is_not_found(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    body = {"model_name": "x", "url": str(tmp_path / "missing")}
    response = await client.post("/models", json=body)
    assert response.status_code == 404
    assert response.json()["error"]["message"] == f"url: there is no folder {tmp_path}/missing"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"url": "/opt"}, "model_name: Field required"),
        ({"model_name": "a/b", "url": "/opt"}, "model_name: String should match pattern '^[^/]+$'"),
        ({"model_name": "a", "url": "opt"}, "url: String should match pattern '^/'"),
    ],
)
async def test_wrong_field_of_a_load_is_named(
    client: httpx.AsyncClient, body: dict[str, str], message: str
) -> None:
    response = await client.post("/models", json=body)
    assert (response.status_code, response.json()["error"]["message"]) == (400, message)


async def test_load_that_is_no_object_names_no_field(client: httpx.AsyncClient) -> None:
    response = await client.post("/models", json=["a"])
    assert (response.status_code, response.json()["error"]["param"]) == (400, None)


async def test_field_that_the_platform_may_add_is_ignored(
    client: httpx.AsyncClient, source: SourceOf
) -> None:
    body = {"model_name": "hash-a", "url": str(source("a").url), "new": 1}
    assert (await client.post("/models", json=body)).status_code == 200


async def test_pages_follow_each_other_by_their_token(
    client: httpx.AsyncClient, source: SourceOf
) -> None:
    await load(client, source, "b", "a")
    first = (await client.get("/models", params={"limit": 1})).json()
    token = first["nextPageToken"]
    second = (await client.get("/models", params={"limit": 1, "next_page_token": token})).json()
    assert [model["modelName"] for model in first["models"]] == ["hash-a"]
    assert [model["modelName"] for model in second["models"]] == ["hash-b"]
    assert "nextPageToken" not in second


async def test_page_whose_first_model_has_been_unloaded_goes_on_behind_it(
    client: httpx.AsyncClient, source: SourceOf
) -> None:
    await load(client, source, "a", "b")
    await client.delete("/models/hash-a")
    page = (await client.get("/models", params={"next_page_token": "hash-a"})).json()
    assert [model["modelName"] for model in page["models"]] == ["hash-b"]


async def test_length_of_a_page_with_thousands_of_digits_is_refused(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/models", params={"limit": "9" * 5000})
    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith(f"limit is '{'9' * 20}'; write a whole")


@pytest.mark.parametrize("limit", ["0", "101", "all"])
async def test_wrong_length_of_a_page_is_refused(client: httpx.AsyncClient, limit: str) -> None:
    response = await client.get("/models", params={"limit": limit})
    assert response.status_code == 400
    assert response.json()["error"]["message"] == (
        f"limit is '{limit}'; write a whole number, between 1 and 100"
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/models/hash-a"),
        ("DELETE", "/models/hash-a"),
        ("POST", "/models/hash-a/invoke"),
    ],
)
async def test_model_that_is_not_loaded_is_not_found(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    response = await client.request(method, path, json=CHAT)
    assert response.status_code == 404
    assert response.json()["error"] == {
        "type": "model_not_loaded",
        "message": "the model 'hash-a' is not loaded",
        "param": None,
    }


async def test_unloaded_model_is_gone(client: httpx.AsyncClient, source: SourceOf) -> None:
    await load(client, source, "a")
    assert (await client.delete("/models/hash-a")).status_code == 200
    assert (await client.get("/models")).json() == {"models": []}


async def test_each_model_answers_for_itself(client: httpx.AsyncClient, source: SourceOf) -> None:
    await load(client, source, "a", "b")
    for name in ("a", "b"):
        answer = (await client.post(f"/models/hash-{name}/invoke", json=CHAT)).json()
        assert answer["choices"][0]["message"]["content"] == name


@pytest.mark.parametrize("stream", [True, False])
async def test_body_may_name_the_model_of_the_path_only(
    client: httpx.AsyncClient, source: SourceOf, stream: bool
) -> None:
    await load(client, source, "a", "b")
    body = CHAT | {"stream": stream}
    right = await client.post("/models/hash-a/invoke", json=body | {"model": "a"})
    wrong = await client.post("/models/hash-a/invoke", json=body | {"model": "b"})
    assert (right.status_code, wrong.status_code) == (200, 404)
    assert wrong.json()["error"]["type"] == "model_not_found"


async def test_full_queue_of_one_model_leaves_the_other_free(
    client: httpx.AsyncClient, source: SourceOf, house: House
) -> None:
    await load(client, source, "a", "b")
    engine = house.engines["a"]
    engine.words = ("one", "two")
    engine.gate.clear()
    running = asyncio.create_task(client.post("/models/hash-a/invoke", json=CHAT))
    while engine.running == 0:
        await asyncio.sleep(0)
    full = await client.post("/models/hash-a/invoke", json=CHAT)
    other = await client.post("/models/hash-b/invoke", json=CHAT)
    engine.gate.set()
    assert (full.status_code, other.status_code) == (429, 200)
    assert (await running).status_code == 200


async def test_wrong_path_says_what_is_served(client: httpx.AsyncClient) -> None:
    response = await client.post("/invocations", json=CHAT)
    assert response.status_code == 404
    assert response.json()["error"]["message"] == (
        "POST /invocations is not served; use POST /models/NAME/invoke"
    )


async def test_telemetry_says_the_name_of_the_model(models: Models, source: SourceOf) -> None:
    lines: list[bytes] = []
    transport = httpx.ASGITransport(Telemetry(create_application(models), lines.append))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        await load(client, source, "a")
        await client.post("/models/hash-a/invoke", json=CHAT)
        await client.post("/models/hash-b/invoke", json=CHAT)
    told = [orjson.loads(line) for line in lines]
    assert [(line["model"], line["status"]) for line in told] == [("a", 200), (None, 404)]


async def test_load_that_the_end_of_the_server_gives_up_is_a_503(
    client: httpx.AsyncClient, models: Models, source: SourceOf, house: House
) -> None:
    house.loading.clear()
    loading = asyncio.create_task(ask_to_load(client, source("a")))
    await settled()
    await models.give_up()
    refused = await loading
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert refused.json()["error"]["message"] == "this server is shutting down"


async def test_request_whose_model_comes_back_too_late_is_a_503(
    client: httpx.AsyncClient, models: Models, source: SourceOf, house: House
) -> None:
    await load(client, source, "a")
    house.loading.clear()
    house.engines["a"].break_down()
    asking = asyncio.create_task(client.post("/models/hash-a/invoke", json=CHAT))
    await settled()
    await models.give_up()
    assert house.started == ["a", "a"]
    assert (await asking).json()["error"]["message"] == "this server is shutting down"

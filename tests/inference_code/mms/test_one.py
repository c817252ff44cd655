"""One model behind our server: what is passed on, and what becomes of the answers."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest
from aiohttp import web

from inference_code.mms.one import OneModel
from inference_code.telemetry import Telemetry
from tests.inference_code.mms.fake_server import HANDLED, FakeBackend, FakeServer, own_error
from tests.inference_code.mms.waiting import until
from tests.inference_code.scripted import settings

CUSTOM = "X-Amzn-SageMaker-Custom-Attributes"
LIMITS = {"LOCKGATE_MAX_BODY_BYTES": "1000", "LOCKGATE_QUEUE_LENGTH": "0"}


@pytest.fixture
async def service(backend: FakeBackend, server: FakeServer) -> OneModel:
    service = OneModel(settings(**LIMITS), backend)
    starting = asyncio.create_task(service.start())
    await until(backend.folder.roll.exists)
    server.worker("model")
    await starting
    return service


@pytest.fixture
def lines() -> list[dict[str, Any]]:
    return []


@pytest.fixture
async def client(
    service: OneModel, lines: list[dict[str, Any]]
) -> AsyncIterator[httpx.AsyncClient]:
    measured = Telemetry(service.application, lambda line: lines.append(orjson.loads(line)))
    transport = httpx.ASGITransport(measured, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def ask(client: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await client.post("/invocations", content=b"\x00question", headers=headers)


async def test_body_and_headers_reach_the_handler_as_they_are(
    client: httpx.AsyncClient, server: FakeServer
) -> None:
    await ask(client, **{"content-type": "image/png", "accept": "text/csv", CUSTOM: "a=1"})
    [asked] = server.asked
    assert (asked.path, server.bodies) == ("/invocations", [b"\x00question"])
    given = {"Content-Type": "image/png", "Accept": "text/csv", CUSTOM: "a=1"}
    assert {name: asked.headers[name] for name in given} == given
    assert {"Content-Type", "Accept"} <= set(asked.headers)


async def test_answer_comes_back_without_the_model_servers_own_headers(
    client: httpx.AsyncClient, server: FakeServer
) -> None:
    headers = HANDLED | {"content-type": "text/csv", "x-mine": "yes", "x-lockgate-more": "m"}
    server.answer = web.Response(body=b"1,2\n", status=203, headers=headers)
    answer = await ask(client, **{CUSTOM: "a=1"})
    assert (answer.status_code, answer.content) == (203, b"1,2\n")
    assert sorted(answer.headers.multi_items()) == [
        ("content-length", "4"),
        ("content-type", "text/csv"),
        ("x-amzn-sagemaker-custom-attributes", "a=1"),
        ("x-mine", "yes"),
    ]


async def test_compressed_answer_stays_compressed(
    client: httpx.AsyncClient, server: FakeServer
) -> None:
    headers = HANDLED | {"content-encoding": "gzip"}
    server.answer = web.Response(body=gzip.compress(b"text"), headers=headers)
    assert (await ask(client)).content == b"text"


async def test_attributes_of_the_handler_are_told_if_the_request_had_none(
    client: httpx.AsyncClient, server: FakeServer
) -> None:
    server.answer = web.Response(body=b"1", headers=HANDLED | {CUSTOM: "from=handler"})
    assert (await ask(client)).headers[CUSTOM] == "from=handler"
    assert (await ask(client, **{CUSTOM: "a=1"})).headers.get_list(CUSTOM) == ["a=1"]


async def test_telemetry_says_what_the_handler_service_tells(
    client: httpx.AsyncClient, server: FakeServer, lines: list[dict[str, Any]]
) -> None:
    told = {"operation": "chat", "prompt-tokens": "7", "completion-tokens": "1"}
    told |= {"finish-reason": "length"}
    headers = HANDLED | {f"x-lockgate-{name}": value for name, value in told.items()}
    server.answer = web.Response(body=b"[]", headers=headers)
    await ask(client)
    [line] = lines
    counts = (line["operation"], line["prompt_tokens"], line["completion_tokens"])
    assert counts == ("chat", 7, 1)
    assert (line["model"], line["status"], line["finish_reason"]) == ("tiny", 200, "length")
    assert (line["stream"], line["queue_ms"] >= 0) == (False, True)


async def test_answer_that_is_no_text_has_no_finish_reason(
    client: httpx.AsyncClient, lines: list[dict[str, Any]]
) -> None:
    await ask(client)
    assert (lines[0]["status"], lines[0]["finish_reason"]) == (200, None)


async def test_header_of_the_handler_may_hold_any_letters(
    client: httpx.AsyncClient, server: FakeServer
) -> None:
    server.answer = web.Response(body=b"1", headers=HANDLED | {"x-mine": "ça coûte 1 €"})
    answer = await ask(client)
    assert (answer.status_code, answer.headers["x-mine"]) == (200, "ça coûte 1 €")


@pytest.mark.parametrize(
    ("answer", "status", "kind", "message"),
    [
        (own_error(500, "Worker died."), 500, "engine_error", "the worker with this request ended"),
        (own_error(507, "Worker died."), 500, "engine_error", "the worker with this request ended"),
        (own_error(507, "no"), 507, "insufficient_memory", "the model 'tiny' needs more memory"),
        (own_error(503, "busy"), 503, "unavailable", "no worker is ready for the model 'tiny'"),
        (own_error(404, "none"), 404, "model_not_loaded", "the model 'tiny' is not loaded"),
        (own_error(413, "long"), 413, "body_too_large", "the body is over the limit"),
        (own_error(400, "Invalid HTTP message."), 400, "invalid_request_error", "the headers are"),
        (own_error(400, "odd"), 500, "engine_error", "Multi Model Server answered 400: odd"),
        (web.Response(body=b"?", status=502), 500, "engine_error", "Multi Model Server answered 5"),
    ],
)
async def test_model_servers_own_errors_become_ours(
    client: httpx.AsyncClient,
    server: FakeServer,
    answer: web.Response,
    status: int,
    kind: str,
    message: str,
) -> None:
    server.answer = answer
    refused = await ask(client)
    error = refused.json()["error"]
    assert (refused.status_code, error["type"]) == (status, kind)
    assert error["message"].startswith(message)


async def test_error_of_the_handler_passes_as_it_is(
    client: httpx.AsyncClient, server: FakeServer, lines: list[dict[str, Any]]
) -> None:
    server.answer = web.Response(body=b'{"mine": 1}', status=422, headers=HANDLED)
    answer = await ask(client)
    assert (answer.status_code, answer.json()) == (422, {"mine": 1})
    assert lines[0]["finish_reason"] == "error"


async def test_model_server_that_is_gone_is_an_error(
    client: httpx.AsyncClient, server: FakeServer, backend: FakeBackend
) -> None:
    await server.close()
    refused = await ask(client)
    assert refused.status_code == 500
    assert refused.json()["error"]["message"].startswith("Multi Model Server did not answer")


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "Application/X-WWW-Form-urlencoded"]
)
async def test_form_is_refused_and_not_passed_on(
    client: httpx.AsyncClient, server: FakeServer, kind: str
) -> None:
    refused = await ask(client, **{"content-type": kind})
    assert (refused.status_code, server.asked) == (415, [])
    assert refused.json()["error"]["message"].startswith("forms (multipart and urlencoded)")


async def test_long_body_is_refused_and_not_passed_on(
    client: httpx.AsyncClient, server: FakeServer
) -> None:
    refused = await client.post("/invocations", content=b"x" * 1001)
    assert (refused.status_code, server.asked) == (413, [])


async def test_request_beyond_slots_and_queue_is_refused(
    client: httpx.AsyncClient, server: FakeServer
) -> None:
    server.gate.clear()
    first = asyncio.create_task(ask(client))
    await until(lambda: len(server.asked) == 1)
    refused = await ask(client)
    server.gate.set()
    assert (refused.status_code, (await first).status_code) == (429, 200)


async def test_draining_finishes_what_runs_and_refuses_the_rest(
    client: httpx.AsyncClient, server: FakeServer, service: OneModel
) -> None:
    server.gate.clear()
    running = asyncio.create_task(ask(client))
    await until(lambda: len(server.asked) == 1)
    draining = asyncio.create_task(service.drain())
    await until(lambda: service.state == "draining")
    assert (await ask(client)).status_code == 503
    server.gate.set()
    await draining
    assert (await running).status_code == 200


async def test_request_after_one_of_a_client_that_went_away_is_answered(
    client: httpx.AsyncClient, server: FakeServer, service: OneModel
) -> None:
    server.gate.clear()
    gone = asyncio.Event()
    leaving = asyncio.create_task(leave(service, gone))
    await until(lambda: len(server.asked) == 1)
    gone.set()
    await leaving
    following = asyncio.create_task(ask(client))
    server.gate.set()
    assert (await following).status_code == 200


async def test_ping_is_healthy_while_a_worker_is_there(
    client: httpx.AsyncClient, server: FakeServer, backend: FakeBackend
) -> None:
    assert (await client.get("/ping")).status_code == 200
    failed = {"failed": "no weights", "traceback": "", "no_memory": False}
    server.worker("model", **failed)
    await until(lambda: backend.roll.failure("model") is not None)
    broken = await client.get("/ping")
    assert (broken.status_code, broken.json()) == (503, {"status": "broken"})


async def leave(service: OneModel, gone: asyncio.Event) -> None:
    """Ask, and go away."""
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": b"1"}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError(message)

    scope = {"type": "http", "method": "POST", "path": "/invocations", "headers": []}
    await service.application(scope, receive, send)

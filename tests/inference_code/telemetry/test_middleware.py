import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import orjson
import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from inference_code.server.admission import Admission
from inference_code.server.application import create_application
from inference_code.telemetry import Telemetry
from tests.inference_code.scripted import ScriptedHandler, settings

CHAT = {"messages": [{"role": "user", "content": "a secret question"}]}
KEYS = [
    "lockgate", "request_id", "model", "operation", "status", "stream", "prompt_tokens",
    "completion_tokens", "ttft_ms", "tpot_ms", "latency_ms", "queue_ms", "finish_reason",
    "time",
]  # fmt: skip


@pytest.fixture
def lines() -> list[bytes]:
    return []


def client_of(application: ASGIApp, lines: list[bytes]) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Telemetry(application, lines.append))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


@pytest.fixture
async def ours(lines: list[bytes]) -> AsyncIterator[httpx.AsyncClient]:
    admission = Admission(slots=1, queue=0)
    admission.state = "ready"
    handler = ScriptedHandler("an", " answer", " to", " keep")
    async with client_of(create_application(settings(), handler, admission), lines) as client:
        yield client


async def test_inference_prints_one_line_with_all_keys(
    ours: httpx.AsyncClient, lines: list[bytes]
) -> None:
    await ours.post("/invocations", json=CHAT)
    [line] = lines
    assert line.endswith(b"\n")
    assert list(orjson.loads(line)) == KEYS


async def test_counts_are_those_of_the_engine(ours: httpx.AsyncClient, lines: list[bytes]) -> None:
    await ours.post("/invocations", json=CHAT)
    fields = orjson.loads(lines[0])
    assert (fields["prompt_tokens"], fields["completion_tokens"]) == (3, 4)
    assert (fields["finish_reason"], fields["model"], fields["status"]) == ("stop", "tiny", 200)


async def test_stream_keeps_the_identity_of_its_times(
    ours: httpx.AsyncClient, lines: list[bytes]
) -> None:
    await ours.post("/invocations", json=CHAT | {"stream": True})
    fields = orjson.loads(lines[0])
    expected = fields["ttft_ms"] + fields["tpot_ms"] * (fields["completion_tokens"] - 1)
    assert fields["latency_ms"] == pytest.approx(expected, abs=0.01)


async def test_plain_answer_has_no_first_token_to_time(
    ours: httpx.AsyncClient, lines: list[bytes]
) -> None:
    await ours.post("/invocations", json=CHAT)
    fields = orjson.loads(lines[0])
    assert fields["ttft_ms"] is fields["tpot_ms"] is None


async def test_embeddings_have_tokens_and_no_speed(lines: list[bytes]) -> None:
    admission, handler = Admission(slots=1, queue=0), ScriptedHandler()
    admission.state, handler.operations = "ready", frozenset({"embedding"})
    async with client_of(create_application(settings(), handler, admission), lines) as client:
        await client.post("/invocations", json={"input": ["a", "b c"]})
    fields = orjson.loads(lines[0])
    assert (fields["operation"], fields["stream"], fields["status"]) == ("embedding", False, 200)
    assert (fields["prompt_tokens"], fields["completion_tokens"]) == (3, 0)
    assert fields["ttft_ms"] is fields["tpot_ms"] is fields["finish_reason"] is None


async def test_request_that_the_engine_took_tells_how_long_it_waited(
    ours: httpx.AsyncClient, lines: list[bytes]
) -> None:
    await ours.post("/invocations", json=CHAT)
    fields = orjson.loads(lines[0])
    assert 0 <= fields["queue_ms"] <= fields["latency_ms"]


async def test_line_never_holds_text_of_prompt_or_answer(
    ours: httpx.AsyncClient, lines: list[bytes]
) -> None:
    await ours.post("/invocations", json=CHAT)
    assert b"secret" not in lines[0]
    assert b"answer" not in lines[0]


async def test_request_id_is_the_one_of_the_platform(
    ours: httpx.AsyncClient, lines: list[bytes]
) -> None:
    headers = {"X-Amzn-SageMaker-Inference-Id": "abc"}
    await ours.post("/invocations", json=CHAT, headers=headers)
    assert orjson.loads(lines[0])["request_id"] == "abc"


async def test_refused_request_is_a_line_with_its_status(
    ours: httpx.AsyncClient, lines: list[bytes]
) -> None:
    await ours.post("/invocations", json={"messages": []})
    fields = orjson.loads(lines[0])
    assert (fields["status"], fields["finish_reason"]) == (400, "error")
    assert fields["queue_ms"] is None


async def test_unforeseen_failure_is_a_line_with_its_status(lines: list[bytes]) -> None:
    admission = Admission(slots=1, queue=0)
    admission.state = "ready"
    handler = ScriptedHandler(error=ZeroDivisionError())  # type: ignore[arg-type]
    application = Telemetry(create_application(settings(), handler, admission), lines.append)
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        await client.post("/invocations", json=CHAT)
    fields = orjson.loads(lines[0])
    assert (fields["status"], fields["finish_reason"]) == (500, "error")


async def test_ping_prints_nothing(ours: httpx.AsyncClient, lines: list[bytes]) -> None:
    await ours.get("/ping")
    assert lines == []


async def test_failing_output_does_not_fail_the_request(
    lines: list[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: bytes) -> None:
        raise OSError("stdout is closed")

    async def answer(_: Request) -> Response:
        return JSONResponse({"object": "chat.completion"})

    foreign = Starlette(routes=[Route("/invocations", answer, methods=["POST"])])
    transport = httpx.ASGITransport(Telemetry(foreign, fail))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.post("/invocations", json=CHAT)
    assert response.status_code == 200
    assert "stdout is closed" in capsys.readouterr().err


async def test_foreign_engine_is_read_from_its_plain_answer(lines: list[bytes]) -> None:
    async def answer(_: Request) -> Response:
        return JSONResponse(
            {
                "object": "chat.completion",
                "model": "qwen3-8b",
                "choices": [{"finish_reason": "length"}],
                "usage": {"prompt_tokens": 7, "completion_tokens": 9},
            }
        )

    foreign = Starlette(routes=[Route("/v1/chat/completions", answer, methods=["POST"])])
    async with client_of(foreign, lines) as client:
        await client.post("/v1/chat/completions", json=CHAT)
    fields = orjson.loads(lines[0])
    assert (fields["model"], fields["operation"], fields["stream"]) == ("qwen3-8b", "chat", False)
    assert (fields["prompt_tokens"], fields["completion_tokens"]) == (7, 9)
    assert fields["finish_reason"] == "length"


@pytest.mark.parametrize("path", ["/v1/embeddings", "/invocations"])
async def test_foreign_embeddings_are_read_from_their_answer(lines: list[bytes], path: str) -> None:
    async def answer(_: Request) -> Response:
        usage = {"prompt_tokens": 7, "total_tokens": 7}
        data = [{"object": "embedding", "index": 0, "embedding": [0.1]}]
        return JSONResponse({"object": "list", "model": "e", "data": data, "usage": usage})

    foreign = Starlette(routes=[Route(path, answer, methods=["POST"])])
    async with client_of(foreign, lines) as client:
        await client.post(path, json={"input": "a"})
    fields = orjson.loads(lines[0])
    assert (fields["model"], fields["operation"], fields["stream"]) == ("e", "embedding", False)
    assert (fields["prompt_tokens"], fields["completion_tokens"]) == (7, 0)


@pytest.mark.parametrize("document", [{"object": "list", "usage": 3, "choices": None}, [], 3])
async def test_foreign_answer_of_another_kind_is_a_line_all_the_same(
    lines: list[bytes], document: object
) -> None:
    async def answer(_: Request) -> Response:
        return JSONResponse(document)

    foreign = Starlette(routes=[Route("/invocations", answer, methods=["POST"])])
    async with client_of(foreign, lines) as client:
        await client.post("/invocations", json=CHAT)
    fields = orjson.loads(lines[0])
    assert (fields["status"], fields["operation"], fields["prompt_tokens"]) == (200, None, None)


async def test_foreign_stream_may_be_split_anywhere(lines: list[bytes]) -> None:
    stream = (
        b'data: {"object":"chat.completion.chunk","model":"q","choices":[{"finish_reason":null}]}'
        b'\n\ndata: {"object":"chat.completion.chunk","choices":[{"finish_reason":"stop"}]}\n\n'
        b'data: {"object":"chat.completion.chunk","choices":[],'
        b'"usage":{"prompt_tokens":1,"completion_tokens":2}}\n\ndata: [DONE]\n\n'
    )

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(stream), 7):
            yield stream[start : start + 7]

    async def answer(_: Request) -> Response:
        return StreamingResponse(pieces(), media_type="text/event-stream")

    foreign = Starlette(routes=[Route("/invocations", answer, methods=["POST"])])
    async with client_of(foreign, lines) as client:
        await client.post("/invocations", json=CHAT)
    fields = orjson.loads(lines[0])
    assert (fields["stream"], fields["finish_reason"]) == (True, "stop")
    assert (fields["prompt_tokens"], fields["completion_tokens"]) == (1, 2)


START = b'data: {"object":"chat.completion.chunk","choices":[{"finish_reason":null}]}\n\n'
BEGUN = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/event-stream")],
}


async def cut_short(
    lines: list[bytes], *bodies: bytes, error: BaseException | None = None
) -> dict[str, Any]:
    """The line of a foreign stream that never came to its end."""

    async def answer(_: Scope, __: Receive, send: Send) -> None:
        if bodies:
            await send(BEGUN)
        for body in bodies:
            await send({"type": "http.response.body", "body": body, "more_body": True})
        if error is not None:
            raise error

    async def nothing(*_: Any) -> Any: ...

    scope = {"type": "http", "method": "POST", "path": "/invocations", "headers": []}
    with suppress(type(error or ZeroDivisionError())):
        await Telemetry(answer, lines.append)(scope, nothing, nothing)
    fields: dict[str, Any] = orjson.loads(lines[0])
    return fields


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (None, "cancelled"),
        (asyncio.CancelledError(), "cancelled"),
        (ClientDisconnect(), "cancelled"),
        (BrokenPipeError(), "cancelled"),
        (ZeroDivisionError(), "error"),
    ],
)
async def test_foreign_stream_without_an_end_was_cut_short(
    lines: list[bytes], error: BaseException | None, reason: str
) -> None:
    fields = await cut_short(lines, START, error=error)
    assert (fields["status"], fields["finish_reason"]) == (200, reason)


@pytest.mark.parametrize(
    ("error", "status"), [(ClientDisconnect(), 499), (FileNotFoundError(), 500)]
)
async def test_foreign_request_without_an_answer_has_the_status_of_what_happened(
    lines: list[bytes], error: Exception, status: int
) -> None:
    assert (await cut_short(lines, error=error))["status"] == status


@pytest.mark.parametrize("space", [b"", b" "])
async def test_error_within_a_foreign_stream_is_told(lines: list[bytes], space: bytes) -> None:
    event = b'data: {"error":' + space + b'{"message":"a secret"}}\n\ndata: [DONE]\n\n'
    fields = await cut_short(lines, START, event)
    assert fields["finish_reason"] == "error"


async def test_refused_stream_has_no_first_token(lines: list[bytes]) -> None:
    admission = Admission(slots=0, queue=0)
    admission.state = "ready"
    application = create_application(settings(), ScriptedHandler("an answer"), admission)
    async with client_of(application, lines) as client:
        await client.post("/invocations", json=CHAT | {"stream": True})
    fields = orjson.loads(lines[0])
    assert (fields["status"], fields["stream"], fields["ttft_ms"]) == (429, True, None)

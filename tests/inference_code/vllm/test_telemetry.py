import asyncio
from typing import Any

import httpx
import orjson
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from inference_code.vllm.arguments import MIDDLEWARE
from tests.inference_code.vllm.application import Scripted, build_app
from tests.inference_code.vllm.conftest import Lines

CHAT = {"messages": [{"role": "user", "content": "a secret"}]}
PROMPT = {"prompt": "a secret"}
STREAM = {"stream": True}
USAGE = {"stream_options": {"include_usage": True}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (CHAT, ("tiny", "chat", False, 5, 4)),
        (CHAT | STREAM, ("tiny", "chat", True, 5, 4)),
        (CHAT | STREAM | USAGE, ("tiny", "chat", True, 5, 4)),
        (CHAT | {"model": "polite"}, ("polite", "chat", False, 5, 4)),
        (PROMPT, ("tiny", "completion", False, 3, 3)),
        (PROMPT | STREAM, ("tiny", "completion", True, 3, 3)),
    ],
)
async def test_each_answer_of_vllm_is_one_line(
    client: httpx.AsyncClient, lines: Lines, body: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    await client.post("/invocations", json=body)
    [line] = lines()
    keys = ("model", "operation", "stream", "prompt_tokens", "completion_tokens")
    assert tuple(line[key] for key in keys) == expected
    assert (line["status"], line["finish_reason"]) == (200, "length")
    assert "secret" not in str(line)


@pytest.mark.parametrize("form", [CHAT, PROMPT])
async def test_stream_has_times_whether_or_not_its_client_asks_for_usage(
    client: httpx.AsyncClient, lines: Lines, form: dict[str, Any]
) -> None:
    await client.post("/invocations", json=form | STREAM)
    [line] = lines()
    expected = line["ttft_ms"] + line["tpot_ms"] * (line["completion_tokens"] - 1)
    assert line["latency_ms"] == pytest.approx(expected, abs=0.01)


async def test_embeddings_are_one_line(encoder: httpx.AsyncClient, lines: Lines) -> None:
    await encoder.post("/invocations", json={"input": "a secret"})
    [line] = lines()
    assert (line["operation"], line["prompt_tokens"], line["model"]) == ("embedding", 2, "tiny")


@pytest.mark.parametrize(
    ("body", "status"), [({"model": "other"}, 404), ({"temperature": "hot"}, 400)]
)
async def test_refusal_of_vllm_is_one_line(
    client: httpx.AsyncClient, lines: Lines, body: dict[str, Any], status: int
) -> None:
    await client.post("/invocations", json=CHAT | body)
    [line] = lines()
    assert (line["status"], line["finish_reason"], line["model"]) == (status, "error", "tiny")


async def test_refusal_of_ours_is_one_line(client: httpx.AsyncClient, lines: Lines) -> None:
    await client.post("/invocations", json={"inputs": "a secret"})
    [line] = lines()
    assert (line["status"], line["finish_reason"]) == (400, "error")


async def hung_up(app: Starlette, body: dict[str, Any], *, events: int) -> None:
    """Ask, and go away after some messages of the answer."""
    sent: list[Message] = []
    has_begun = asyncio.Event()

    async def receive() -> Message:
        if not sent and not has_begun.is_set():
            has_begun.set()
            return {"type": "http.request", "body": orjson.dumps(body), "more_body": False}
        while len(sent) < events:
            await asyncio.sleep(0)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/invocations", "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }  # fmt: skip
    await app(scope, receive, send)
    assert len(sent) == events


@pytest.mark.parametrize(
    ("body", "events", "status", "stream"), [(CHAT, 0, 499, None), (CHAT | STREAM, 2, 200, True)]
)
async def test_client_that_goes_away_is_one_line(
    scripted: Scripted,
    environment: None,
    lines: Lines,
    body: dict[str, Any],
    events: int,
    status: int,
    stream: bool | None,
) -> None:
    scripted.gate.clear()
    await hung_up(build_app(scripted.routes, MIDDLEWARE), body, events=events)
    [line] = lines()
    assert (line["status"], line["finish_reason"]) == (status, "cancelled")
    assert (line["operation"], line["stream"]) == ("chat", stream)
    assert scripted.left == (1 if stream else 0)

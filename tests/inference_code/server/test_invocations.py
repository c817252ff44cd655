import asyncio
from collections.abc import AsyncIterator

import httpx
import orjson
import pytest

from inference_code.errors import ContextLengthError
from inference_code.server.admission import Admission, State
from tests.inference_code.scripted import ScriptedHandler

CHAT = {"messages": [{"role": "user", "content": "hi"}]}


async def post(client: httpx.AsyncClient, **fields: object) -> httpx.Response:
    return await client.post("/invocations", json=CHAT | fields)


def events(response: httpx.Response) -> list[str]:
    return [line.removeprefix("data: ") for line in response.text.split("\n\n") if line]


async def test_plain_answer_is_one_chat_completion(client: httpx.AsyncClient) -> None:
    answer = (await post(client)).json()
    assert answer["object"] == "chat.completion"
    assert answer["choices"][0]["message"] == {"role": "assistant", "content": "Hello there!"}
    assert answer["choices"][0]["finish_reason"] == "stop"
    assert answer["usage"] == {"prompt_tokens": 3, "completion_tokens": 3, "total_tokens": 6}


@pytest.mark.parametrize("body", [CHAT, {"inputs": "hi"}, {"messages": []}])
async def test_plain_answers_and_errors_tell_their_length(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    response = await client.post("/invocations", json=body)
    assert int(response.headers["content-length"]) == len(response.content) > 0


async def test_streamed_answer_ends_with_done(client: httpx.AsyncClient) -> None:
    response = await post(client, stream=True)
    assert response.headers["content-type"].startswith("text/event-stream")
    *chunks, done = events(response)
    said = [orjson.loads(chunk)["choices"][0]["delta"]["content"] for chunk in chunks]
    assert ("".join(said), done) == ("Hello there!", "[DONE]")


async def test_usage_comes_last_when_asked_for(client: httpx.AsyncClient) -> None:
    response = await post(client, stream=True, stream_options={"include_usage": True})
    last = orjson.loads(events(response)[-2])
    assert last["choices"] == []
    assert last["usage"] == {"prompt_tokens": 3, "completion_tokens": 3, "total_tokens": 6}


async def test_text_form_answers_with_a_list(client: httpx.AsyncClient) -> None:
    response = await client.post("/invocations", json={"inputs": "hi"})
    assert response.json() == [{"generated_text": "Hello there!"}]


async def test_text_form_can_repeat_the_prompt_and_add_details(client: httpx.AsyncClient) -> None:
    parameters = {"return_full_text": True, "details": True}
    body = {"inputs": "Oh. ", "parameters": parameters}
    [answer] = (await client.post("/invocations", json=body)).json()
    assert answer["generated_text"] == "Oh. Hello there!"
    assert answer["details"]["finish_reason"] == "eos_token"
    assert answer["details"]["generated_tokens"] == 3


async def test_text_form_streams_tokens_and_then_the_whole_text(client: httpx.AsyncClient) -> None:
    response = await client.post("/invocations", json={"inputs": "hi", "stream": True})
    documents = [orjson.loads(line.removeprefix("data:")) for line in events(response)]
    assert [document["token"]["text"] for document in documents] == ["Hello", " there", "!", ""]
    assert [document["generated_text"] for document in documents] == [None] * 3 + ["Hello there!"]


@pytest.mark.parametrize("name", ["tiny", "big", None])
async def test_name_alias_and_no_name_are_served(
    client: httpx.AsyncClient, name: str | None
) -> None:
    assert (await post(client, model=name)).status_code == 200


async def test_unknown_model_is_not_found(client: httpx.AsyncClient) -> None:
    response = await post(client, model="gpt")
    assert response.status_code == 404
    assert response.json()["error"] == {
        "type": "model_not_found",
        "message": "the model 'gpt' is not served here; this endpoint serves 'tiny'",
        "param": "model",
    }


async def test_declared_body_over_the_limit_is_refused_unread(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/invocations", content=b"x" * 1001, headers={"content-type": "application/json"}
    )
    assert response.status_code == 413
    assert response.json()["error"]["message"] == "the body has 1001 bytes; the limit is 1000"


async def test_undeclared_body_over_the_limit_is_refused(client: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 500

    response = await client.post(
        "/invocations", content=pieces(), headers={"content-type": "application/json"}
    )
    assert response.status_code == 413
    assert "more than 1000 bytes" in response.json()["error"]["message"]


async def test_body_that_is_not_json_by_its_type_is_a_415(client: httpx.AsyncClient) -> None:
    headers = {"content-type": "text/plain"}
    response = await client.post("/invocations", content=b"{}", headers=headers)
    assert (response.status_code, response.json()["error"]["type"]) == (
        415,
        "unsupported_media_type",
    )


async def test_client_that_accepts_neither_form_gets_a_406(client: httpx.AsyncClient) -> None:
    response = await client.post("/invocations", json=CHAT, headers={"accept": "image/png"})
    assert (response.status_code, response.json()["error"]["type"]) == (406, "not_acceptable")


async def test_custom_attributes_come_back(client: httpx.AsyncClient) -> None:
    name = "X-Amzn-SageMaker-Custom-Attributes"
    response = await client.post("/invocations", json=CHAT, headers={name: "trace=1"})
    assert response.headers[name] == "trace=1"


async def test_full_queue_answers_429_with_retry_after(
    client: httpx.AsyncClient, handler: ScriptedHandler
) -> None:
    handler.gate.clear()
    first = asyncio.create_task(post(client))
    while handler.running == 0:
        await asyncio.sleep(0)
    second = await post(client)
    handler.gate.set()
    assert (second.status_code, second.headers["retry-after"]) == (429, "1")
    assert second.json()["error"]["type"] == "overloaded"
    assert (await first).status_code == 200


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("loading", "the model is still loading"),
        ("draining", "this server is shutting down"),
    ],
)
async def test_server_that_is_not_ready_answers_503_with_retry_after(
    client: httpx.AsyncClient, admission: Admission, state: State, message: str
) -> None:
    admission.state = state
    response = await post(client)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert response.json()["error"]["message"] == message


@pytest.mark.parametrize("stream", [True, False])
async def test_refusal_of_the_engine_keeps_its_status_even_when_streaming(
    client: httpx.AsyncClient, handler: ScriptedHandler, stream: bool
) -> None:
    handler.error = ContextLengthError("the prompt has 99 tokens")
    response = await post(client, stream=stream)
    assert response.status_code == 400
    assert response.json()["error"]["type"] == "context_length_exceeded"


async def test_unforeseen_failure_is_a_500_that_reveals_nothing(
    client: httpx.AsyncClient, handler: ScriptedHandler
) -> None:
    handler.error = ZeroDivisionError("secret")  # type: ignore[assignment]
    response = await post(client)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.json()["error"]["type"] == "internal_error"
    assert response.headers["connection"] == "close"

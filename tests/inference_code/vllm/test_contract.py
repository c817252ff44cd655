import asyncio

import httpx
import pytest

from tests.inference_code.vllm.application import Scripted, recorded

CHAT = {"messages": [{"role": "user", "content": "Hello"}]}


@pytest.mark.parametrize("model", [None, "tiny", "dev-chat"])
async def test_answer_of_vllm_comes_as_it_is(client: httpx.AsyncClient, model: str | None) -> None:
    response = await client.post("/invocations", json=CHAT | {"model": model})
    assert (response.status_code, response.content) == (200, recorded("chat.json"))


async def test_stream_of_vllm_comes_as_it_is(client: httpx.AsyncClient) -> None:
    response = await client.post("/invocations", json=CHAT | {"stream": True})
    assert response.content == recorded("chat_stream.txt")
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"


async def test_request_names_an_adapter_as_its_model(client: httpx.AsyncClient) -> None:
    response = await client.post("/invocations", json=CHAT | {"model": "polite"})
    assert response.json()["model"] == "polite"


async def test_model_that_is_not_served_is_told(client: httpx.AsyncClient) -> None:
    response = await client.post("/invocations", json=CHAT | {"model": "other"})
    assert (response.status_code, response.json()["error"]["param"]) == (404, "model")


async def test_wrong_field_is_named(client: httpx.AsyncClient) -> None:
    response = await client.post("/invocations", json=CHAT | {"temperature": "hot"})
    assert (response.status_code, response.json()["error"]["param"]) == (400, "body.temperature")


async def test_other_paths_are_left_alone(client: httpx.AsyncClient) -> None:
    assert (await client.get("/ping")).status_code == 200


async def test_embeddings_and_what_else_such_a_model_does(encoder: httpx.AsyncClient) -> None:
    vectors = await encoder.post("/invocations", json={"input": "Hello"})
    assert vectors.json()["data"][0]["embedding"] == [0.25, -0.5]
    assert (await encoder.post("/invocations", json={"text_1": "a"})).json() == {"scores": []}


@pytest.mark.parametrize(
    ("body", "kind", "status", "error"),
    [
        (b'{"a": "' + b"x" * 500 + b'"}', "application/json", 413, "body_too_large"),
        (b"Hello", "text/plain", 415, "unsupported_media_type"),
        (b"{", "application/json", 400, "invalid_request_error"),
    ],
)
async def test_body_that_vllm_need_not_see_is_refused(
    client: httpx.AsyncClient, body: bytes, kind: str, status: int, error: str
) -> None:
    response = await client.post("/invocations", content=body, headers={"content-type": kind})
    assert (response.status_code, response.json()["error"]["type"]) == (status, error)


async def test_request_beyond_those_that_run_and_wait_is_refused(
    client: httpx.AsyncClient, scripted: Scripted
) -> None:
    scripted.gate.clear()
    present = [asyncio.create_task(client.post("/invocations", json=CHAT)) for _ in range(2)]
    while scripted.waiting < 2:
        await asyncio.sleep(0)
    refused = await client.post("/invocations", json=CHAT)
    scripted.gate.set()
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert [answer.status_code for answer in await asyncio.gather(*present)] == [200, 200]
    assert (await client.post("/invocations", json=CHAT)).status_code == 200


async def test_custom_attributes_come_back(client: httpx.AsyncClient) -> None:
    headers = {"X-Amzn-SageMaker-Custom-Attributes": "trace=1"}
    response = await client.post("/invocations", json=CHAT, headers=headers)
    assert response.headers["x-amzn-sagemaker-custom-attributes"] == "trace=1"

"""What llama.cpp makes of a request, beside what the contract suite asks of every container."""

from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import xllamacpp  # type: ignore[import-untyped]

from tests.containers.container import Container
from tests.containers.log import PATIENCE_S

pytestmark = pytest.mark.model

CHAT: dict[str, Any] = {
    "messages": [{"role": "user", "content": "Name three colours."}],
    "max_tokens": 24,
}
GREEDY = CHAT | {"temperature": 0}


def ask(client: httpx.Client, body: dict[str, Any]) -> str:
    response = client.post("/invocations", json=body)
    assert response.status_code == 200, response.text
    return str(response.json()["choices"][0]["message"]["content"])


def stream(client: httpx.Client, body: dict[str, Any]) -> list[dict[str, Any]]:
    response = client.post("/invocations", json=body | {"stream": True})
    *lines, done = [line for line in response.text.split("\n\n") if line]
    assert done == "data: [DONE]"
    return [orjson.loads(line.removeprefix("data: ")) for line in lines]


def said(chunks: list[dict[str, Any]]) -> str:
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    return "".join(delta.get("content") or "" for delta in deltas)


def directly(model_file: Path, body: dict[str, Any]) -> str:
    """The same question to the engine itself, without anything of ours."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(model_file)
    parameters.n_ctx = 2048
    parameters.n_parallel = 2
    parameters.verbosity = 0
    answer = xllamacpp.Server(parameters).handle_chat_completions(body)
    return str(answer["choices"][0]["message"]["content"])


def test_greedy_text_equals_that_of_the_engine_itself(
    client: httpx.Client, model_file: Path
) -> None:
    assert ask(client, GREEDY) == directly(model_file, GREEDY)


def test_streamed_text_equals_the_plain_one(client: httpx.Client) -> None:
    assert said(stream(client, GREEDY)) == ask(client, GREEDY)


def test_sampled_text_repeats_with_its_seed(client: httpx.Client) -> None:
    sampled = CHAT | {"temperature": 1.0, "seed": 7}
    assert ask(client, sampled) == ask(client, sampled)


def test_sampled_text_differs_with_another_seed(client: httpx.Client) -> None:
    texts = {ask(client, CHAT | {"temperature": 1.5, "seed": seed}) for seed in range(4)}
    assert len(texts) > 1


def test_answers_carry_the_name_of_the_model(client: httpx.Client) -> None:
    assert client.post("/invocations", json=GREEDY).json()["model"] == "tiny"
    assert {chunk["model"] for chunk in stream(client, GREEDY)} == {"tiny"}


def test_usage_counts_the_limit_that_was_reached(client: httpx.Client) -> None:
    answer = client.post("/invocations", json=GREEDY | {"max_tokens": 5}).json()
    assert answer["usage"]["completion_tokens"] == 5
    assert answer["choices"][0]["finish_reason"] == "length"


def test_text_ends_before_a_stop_word(client: httpx.Client) -> None:
    whole = ask(client, GREEDY)
    stop = whole.split()[2]
    assert ask(client, GREEDY | {"stop": stop}) == whole[: whole.index(stop)]


def test_forbidden_token_is_not_said(client: httpx.Client) -> None:
    body = GREEDY | {"max_tokens": 1, "logprobs": True, "top_logprobs": 1}
    choice = client.post("/invocations", json=body).json()["choices"][0]
    first = choice["logprobs"]["content"][0]
    banned = GREEDY | {"max_tokens": 1, "logit_bias": {str(first["id"]): -100}}
    assert ask(client, banned) != first["token"]


def test_streamed_usage_is_the_last_chunk_when_asked_for(client: httpx.Client) -> None:
    chunks = stream(client, GREEDY | {"stream_options": {"include_usage": True}})
    assert chunks[-1]["usage"]["completion_tokens"] > 0
    assert all("usage" not in chunk for chunk in chunks[:-1])


def test_text_form_continues_the_prompt_as_it_stands(client: httpx.Client) -> None:
    body = {"inputs": "The sky is", "parameters": {"max_new_tokens": 3}}
    [answer] = client.post("/invocations", json=body).json()
    assert answer["generated_text"].strip()


def test_prompt_over_the_context_names_both_numbers(client: httpx.Client) -> None:
    body = CHAT | {"messages": [{"role": "user", "content": "word " * 2000}], "stream": True}
    response = client.post("/invocations", json=body)
    error = response.json()["error"]
    assert (response.status_code, error["type"]) == (400, "context_length_exceeded")
    assert error["message"].startswith("the prompt has 20")
    assert "the context of this endpoint holds 1024 " in error["message"]


def test_telemetry_counts_what_the_answer_counts(client: httpx.Client, server: Container) -> None:
    headers = {"X-Amzn-SageMaker-Inference-Id": "counted"}
    answer = client.post("/invocations", json=GREEDY, headers=headers).json()
    [fields] = server.log.of("counted")
    assert fields["prompt_tokens"] == answer["usage"]["prompt_tokens"]
    assert fields["completion_tokens"] == answer["usage"]["completion_tokens"]


def test_client_that_leaves_while_its_prompt_is_read_frees_the_slot(server: Container) -> None:
    long = CHAT | {"messages": [{"role": "user", "content": "word " * 900}], "max_tokens": 50}
    headers = {"X-Amzn-SageMaker-Inference-Id": "impatient"}
    url, patience = f"{server.url}/invocations", httpx.Timeout(PATIENCE_S, read=0.05)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(url, json=long, headers=headers, timeout=patience)
    [fields] = server.log.of("impatient")
    assert (fields["finish_reason"], fields["status"]) == ("cancelled", 499)

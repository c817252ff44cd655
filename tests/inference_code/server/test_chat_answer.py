from typing import Any

import orjson

from inference_code.handler import GenerationRequest, Usage
from inference_code.schema.chat import ChatRequest
from inference_code.server.chat_answer import ChatAnswer
from tests.inference_code.scripted import ScriptedGeneration, ScriptedHandler, chunk


def whole(*choices: dict[str, Any], usage: Usage | None = None) -> dict[str, Any]:
    """The complete answer of an engine that said this."""
    request = GenerationRequest(operation="chat", body={}, stream=False)
    generation = ScriptedGeneration(ScriptedHandler(), request)
    generation.usage, generation.finish_reason = usage, "stop"
    chunks = [orjson.dumps({"id": "x-1", "timings": {}, "choices": [each]}) for each in choices]
    answer = ChatAnswer(ChatRequest.model_construct(messages=[])).whole(chunks, generation)
    document: dict[str, Any] = orjson.loads(answer)
    return document


def test_each_chunk_of_a_batch_is_an_event_of_its_own() -> None:
    request = ChatRequest.model_construct(messages=[])
    events = ChatAnswer(request).events([chunk("one"), chunk("two")])
    assert list(events) == [b"data: %b\n\n" % chunk("one"), b"data: %b\n\n" % chunk("two")]


def test_whole_answer_is_put_together_from_its_pieces() -> None:
    answer = whole({"delta": {"content": "Hel"}}, {"delta": {"content": "lo"}}, usage=Usage(3, 2))
    message = {"role": "assistant", "content": "Hello"}
    assert answer == {
        "id": "x-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
    }


def test_thoughts_stay_apart_from_the_answer() -> None:
    answer = whole({"delta": {"reasoning_content": "Hm."}}, {"delta": {"content": "Yes"}})
    message = answer["choices"][0]["message"]
    assert (message["reasoning_content"], message["content"]) == ("Hm.", "Yes")


def test_log_probabilities_of_all_pieces_are_told() -> None:
    said = [
        {"delta": {"content": word}, "logprobs": {"content": [{"token": word}]}} for word in "ab"
    ]
    ended = {"delta": {}, "logprobs": {"content": None}}
    choice = whole(*said, ended)["choices"][0]
    assert choice["logprobs"] == {"content": [{"token": "a"}, {"token": "b"}]}


def test_tokens_that_nobody_counted_are_null() -> None:
    assert whole({"delta": {"content": "a"}})["usage"] is None

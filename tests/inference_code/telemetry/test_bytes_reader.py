from typing import Any

import orjson
import pytest

from inference_code.telemetry.bytes_reader import LONGEST_KEPT, BytesReader
from inference_code.telemetry.record import Inference


def begun(content_type: str) -> dict[str, Any]:
    headers = [(b"content-type", content_type.encode())]
    return {"type": "http.response.start", "status": 200, "headers": headers}


def filled(reader: BytesReader) -> Inference:
    record = Inference()
    reader.fill(record)
    return record


def test_usage_that_comes_with_each_event_is_kept_once() -> None:
    reader = BytesReader(begun("text/event-stream"))
    for count in range(1000):
        reader.feed(b'data: {"usage":{"prompt_tokens":1,"completion_tokens":%d}}\n\n' % count)
    assert len(reader._told) == 1
    assert filled(reader).completion_tokens == 999


def test_events_may_have_spaces_after_colons() -> None:
    reader = BytesReader(begun("text/event-stream"))
    reader.feed(b'data: {"usage": {"prompt_tokens": 3, "completion_tokens": 4}}\r\n\r\n')
    assert filled(reader).prompt_tokens == 3


def test_embeddings_are_told_by_their_list() -> None:
    vector = {"object": "embedding", "index": 0, "embedding": [0.1]}
    usage = {"prompt_tokens": 7, "total_tokens": 7}
    reader = BytesReader(begun("application/json"))
    reader.feed(orjson.dumps({"object": "list", "data": [vector], "model": "e", "usage": usage}))
    expected = Inference(
        model="e", operation="embedding", stream=False, prompt_tokens=7, completion_tokens=0
    )
    assert filled(reader) == expected


def test_labels_of_vllm_are_told_by_their_list() -> None:
    label = {"index": 0, "label": "POSITIVE", "probs": [0.1, 0.9], "num_classes": 2}
    usage = {"prompt_tokens": 7, "total_tokens": 7, "completion_tokens": 0}
    reader = BytesReader(begun("application/json"))
    reader.feed(orjson.dumps({"object": "list", "data": [label], "usage": usage}))
    record = filled(reader)
    assert (record.operation, record.prompt_tokens) == ("classification", 7)
    assert record.completion_tokens == 0


@pytest.mark.parametrize("piece", [1000, 65_536, 10_000_000])
@pytest.mark.parametrize("names", [("model", "data"), ("data", "model")])
def test_counts_of_a_long_list_are_read_from_its_ends(piece: int, names: list[str]) -> None:
    vector = {"index": 0, "object": "embedding", "embedding": [0.123456789] * 4096}
    usage = {"prompt_tokens": 700, "total_tokens": 700, "completion_tokens": 0}
    between = {"model": "e", "data": [vector] * 40}
    answer = {"object": "list"} | {name: between[name] for name in names} | {"usage": usage}
    text, reader = orjson.dumps(answer), BytesReader(begun("application/json"))
    assert len(text) > LONGEST_KEPT
    for start in range(0, len(text), piece):
        reader.feed(text[start : start + piece])
    record = filled(reader)
    assert (record.operation, record.model) == ("embedding", "e")
    assert (record.prompt_tokens, record.completion_tokens) == (700, 0)


def test_counts_within_a_long_text_are_not_those_of_its_answer() -> None:
    text = '"prompt_tokens":9,' * 100_000
    choice = {"message": {"content": text}, "finish_reason": "stop"}
    reader = BytesReader(begun("application/json"))
    reader.feed(orjson.dumps({"object": "chat.completion", "choices": [choice]}))
    assert filled(reader) == Inference(operation="chat", stream=False)


def test_stream_with_a_long_event_tells_what_came_before_it() -> None:
    reader = BytesReader(begun("text/event-stream"))
    reader.feed(b'data: {"usage":{"prompt_tokens":1,"completion_tokens":2}}\n\ndata: {"x":"')
    for _ in range(3):
        reader.feed(b"x" * LONGEST_KEPT)
    assert filled(reader).completion_tokens == 2


@pytest.mark.parametrize("data", [None, [], "x", [1], [{"object": "model"}]])
def test_list_of_something_else_has_no_operation(data: object) -> None:
    reader = BytesReader(begun("application/json"))
    reader.feed(orjson.dumps({"object": "list", "data": data}))
    assert filled(reader) == Inference(stream=False)


@pytest.mark.parametrize(
    "document",
    [
        {"model": "x" * 257, "usage": {"prompt_tokens": "a secret", "completion_tokens": -1}},
        {"model": {"a": "secret"}, "usage": {"prompt_tokens": True}, "choices": ["a secret"]},
        {"choices": [{"finish_reason": ["a secret"]}], "usage": {"completion_tokens": 1.5}},
        {"choices": "a secret"},
    ],
)
def test_what_is_said_in_other_forms_is_not_known(document: object) -> None:
    reader = BytesReader(begun("application/json"))
    reader.feed(orjson.dumps(document))
    assert filled(reader) == Inference(stream=False)

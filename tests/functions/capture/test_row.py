import json
from typing import Any

from functions.capture.capture import Capture
from functions.capture.place import Place
from functions.capture.row import Row
from tests.functions.capture.captured import KEY, chat, chunks, payload, record

PLACE = Place.of(KEY)
PREDICTED = [{"label": "spam", "score": 0.9}]


def row(whole: dict[str, Any]) -> Row:
    return Row.of(Capture.of(json.dumps(whole).encode()), PLACE)


def test_row_of_a_chat() -> None:
    assert json.loads(row(chat(inferenceId="i1")).line()) == {
        "inference_id": "i1",
        "event_id": "e1",
        "endpoint": "dev-chat",
        "variant": "primary",
        "inference_time": "2026-11-22T10:12:18Z",
        "has_input": True,
        "has_output": True,
        "operation": "chat",
        "model": "smollm2@1",
        "stream": None,
        "failed": False,
        "error_type": None,
        "finish_reason": "stop",
        "prompts": 1,
        "prompt_characters": 14,
        "prompt_tokens": 12,
        "answers": 1,
        "answer_characters": 5,
        "completion_tokens": 3,
        "empty": False,
        "refused": False,
        "repetition": None,
        "dimensions": None,
        "predictions": None,
    }


def test_event_id_stands_for_a_missing_inference_id() -> None:
    assert row(chat()).inference_id == "e1"


def test_time_of_a_row_can_be_read_whatever_its_year() -> None:
    old = chat()
    old["eventMetadata"]["inferenceTime"] = "0999-01-01T00:00:00Z"
    assert row(old).inference_time == "0999-01-01T00:00:00Z"


def test_row_of_a_stream() -> None:
    answer = payload(chunks("I can't", " help with", " that."), "text/event-stream", "BASE64")
    made = row(record(payload({"messages": []}), answer))
    assert (made.stream, made.refused, made.answer_characters) == (True, True, 23)
    assert (made.completion_tokens, made.empty) == (None, False)


def test_row_of_a_classifier() -> None:
    made = row(chat({"inputs": "Buy now"}, PREDICTED))
    assert (made.operation, made.answers, made.predictions) == (
        "classification",
        1,
        ({"label": "spam", "score": 0.9},),
    )
    assert (made.empty, made.answer_characters) == (None, None)


def test_row_of_an_embedding() -> None:
    made = row(chat({"inputs": ["a", "b"]}, [[0.1, 0.2], [0.3, 0.4]]))
    assert (made.operation, made.prompts, made.answers, made.dimensions) == ("embedding", 2, 2, 2)


def test_answer_of_tool_calls_is_not_empty() -> None:
    made = row(chat(answer={"choices": [{"message": {"content": None, "tool_calls": [{}]}}]}))
    assert (made.empty, made.answer_characters) == (False, 0)


def test_failed_answer() -> None:
    made = row(chat(answer={"error": {"type": "engine_error", "message": "m"}}))
    assert (made.failed, made.error_type, made.empty) == (True, "engine_error", None)


def test_text_that_ends_with_an_error_has_failed() -> None:
    made = row(chat(answer={"generated_text": "x", "details": {"finish_reason": "error"}}))
    assert (made.failed, made.error_type) == (True, None)


def test_halves_make_the_row_of_the_whole() -> None:
    whole = chat({"prompt": "Name a colour.", "stream": False})
    parts = whole["captureData"]
    halves = [row({**whole, "captureData": {name: parts[name]}}) for name in parts]
    assert [half.is_half for half in halves] == [True, True]
    assert halves[0].with_half(halves[1]) == halves[1].with_half(halves[0]) == row(whole)


def test_row_has_no_text() -> None:
    planted = "planted secret"
    asked = {"messages": [{"content": planted}], "model": planted, "user": planted}
    answer = {
        "model": planted,
        "choices": [{"message": {"content": planted}, "finish_reason": planted}],
    }
    assert planted not in row(chat(asked, answer, customAttributes=[planted])).line().decode()

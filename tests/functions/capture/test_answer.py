import json
import math
from typing import Any

import pytest

from functions.capture.answer import Answer, read_answer
from functions.capture.predictions import Prediction
from functions.capture.request import Request
from tests.functions.capture.captured import ANSWER, body, chunks, events

SSE = "text/event-stream"
ONE = {"label": "positive", "score": 0.9}
TWO = {"label": "negative", "score": 0.1}


def answer(value: Any, request: Request | None = None, **of_payload: str) -> Answer:
    return read_answer(body(value, **of_payload), request or Request())


def streamed(text: str) -> Answer:
    return answer(text, content_type=SSE, encoding="BASE64")


def test_chat_completion() -> None:
    read = answer(ANSWER)
    assert (read.operation, read.texts, read.model) == ("chat", ("Blue.",), "smollm2@1")
    assert (read.prompt_tokens, read.completion_tokens) == (12, 3)
    assert (read.finish_reason, read.error) == ("stop", None)


def test_streamed_chat_is_joined() -> None:
    read = streamed(chunks("Bl", "ue", ".", usage={"prompt_tokens": 4, "completion_tokens": 3}))
    assert (read.operation, read.texts, read.finish_reason) == ("chat", ("Blue.",), "stop")
    assert (read.prompt_tokens, read.completion_tokens) == (4, 3)


def test_stream_that_breaks_off_has_what_came() -> None:
    read = streamed(chunks("Bl", "ue", finish=None)[:-30])
    assert (read.texts, read.finish_reason, read.completion_tokens) == (("Blue",), None, None)


def test_choices_of_a_stream_are_told_apart() -> None:
    pieces = ((0, "a"), (1, "x"), (0, "b"), (1, "y"))
    read = streamed(events(*({"choices": [{"index": i, "text": text}]} for i, text in pieces)))
    assert (read.operation, read.texts) == ("completion", ("ab", "xy"))


def test_error_within_a_stream_is_told_beside_the_text() -> None:
    error = {"error": {"type": "engine_error", "message": "private"}}
    read = streamed(events({"choices": [{"index": 0, "delta": {"content": "Bl"}}]}, error))
    assert (read.texts, read.error) == (("Bl",), "engine_error")


def test_completion() -> None:
    read = answer({"choices": [{"text": "Blue", "finish_reason": "length"}]})
    assert (read.operation, read.texts, read.finish_reason) == ("completion", ("Blue",), "length")


def test_tool_calls_and_refusals_are_told() -> None:
    message: dict[str, Any] = {"content": None, "tool_calls": [{}], "refusal": "No."}
    read = answer({"choices": [{"message": message}]})
    assert (read.texts, read.calls_tools, read.declined) == (("",), True, True)


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ({"generated_text": "Blue"}, ("Blue",)),
        ([{"generated_text": "a"}, {"generated_text": "b"}], ("a", "b")),
        ([[{"generated_text": "a"}], [{"generated_text": "b"}]], ("a", "b")),
        ([{"summary_text": "short"}], ("short",)),
        ([{"generated_text": [{"role": "user", "content": "q"}, {"content": "a"}]}], ("a",)),
    ],
)
def test_texts_of_hugging_face(value: Any, texts: tuple[str, ...]) -> None:
    assert answer(value).texts == texts


def test_details_of_hugging_face() -> None:
    read = answer(
        [{"generated_text": "x", "details": {"finish_reason": "eos_token", "generated_tokens": 7}}]
    )
    assert (read.finish_reason, read.completion_tokens) == ("eos_token", 7)


TOKENS = (
    {"token": {"text": "Blue"}, "generated_text": None, "details": None},
    {"token": {"text": "."}},
    {"token": {"text": "</s>", "special": True}, "details": {"finish_reason": "length"}},
)


def test_streamed_text_of_hugging_face() -> None:
    read = streamed(events(*TOKENS, done=False))
    assert (read.texts, read.finish_reason) == (("Blue.",), "length")


def test_text_that_is_streamed_as_lines_of_json() -> None:
    text = "".join(f"{json.dumps(each)}\n" for each in TOKENS)
    read = answer(text, content_type="application/jsonlines", encoding="BASE64")
    assert (read.texts, read.finish_reason) == (("Blue.",), "length")


def test_text_that_is_streamed_as_it_is() -> None:
    assert streamed(events("Bl", "ue", done=False)).texts == ("Blue",)


def test_prompt_before_a_generated_text_is_no_answer() -> None:
    asked = Request(texts=("Name a colour:",), keeps_prompt=True)
    assert answer([{"generated_text": "Name a colour: blue"}], asked).texts == (" blue",)


@pytest.mark.parametrize(
    ("value", "prompts", "expected"),
    [
        ([ONE], 1, ("positive",)),
        ([TWO, ONE], 1, ("positive",)),
        ([TWO, ONE], None, ("positive",)),
        ([TWO, ONE], 2, ("negative", "positive")),
        ([ONE, ONE], None, ("positive", "positive")),
        ([[TWO, ONE], [TWO]], 2, ("positive", "negative")),
        ({"label": 3, "score": 1}, 1, ("3",)),
    ],
)
def test_predictions(value: Any, prompts: int | None, expected: tuple[str, ...]) -> None:
    read = answer(value, Request(prompts=prompts))
    assert read.operation == "classification"
    assert tuple(each.label for each in read.predictions or ()) == expected


def test_predictions_in_csv() -> None:
    read = answer("spam,0.75\nham,0.5\n", content_type="text/csv", encoding="CSV")
    assert read.predictions == (Prediction("spam", 0.75), Prediction("ham", 0.5))


@pytest.mark.parametrize(
    "value",
    [
        [{"label": "x" * 65, "score": 1.0}],
        [{"label": "x", "score": "high"}],
        [{"label": "x", "score": math.nan}],
        [{"label": "x", "score": -math.inf}],
        [{"label": "x", "score": 10**400}],
        [[]],
        {"labels": ["of the client"], "scores": [1.0]},
    ],
)
def test_what_is_no_prediction(value: Any) -> None:
    assert answer(value).predictions is None


@pytest.mark.parametrize("cells", ["Jane Doe,42", "spam,nan", "spam,-0.5"])
def test_rows_of_csv_that_have_no_share_are_no_predictions(cells: str) -> None:
    assert answer(cells, content_type="text/csv", encoding="CSV") == Answer()


def test_labels_that_the_client_has_named_are_not_told() -> None:
    read = answer([ONE, TWO], Request(names_labels=True))
    assert (read.operation, read.predictions) == ("classification", None)


def test_number_that_no_table_holds_is_not_told() -> None:
    usage = {"prompt_tokens": 2**63, "completion_tokens": 2**63 - 1}
    read = answer({"choices": [{"text": "Blue."}], "usage": usage})
    assert (read.prompt_tokens, read.completion_tokens) == (None, 2**63 - 1)


@pytest.mark.parametrize(
    ("value", "length", "count"),
    [
        ({"data": [{"embedding": [0.1, 0.2]}] * 3, "model": "e", "usage": {}}, 2, 3),
        ({"data": [{"embedding": "zczMPc3MTD4="}], "model": "e", "usage": {}}, 2, 1),
        ([0.1, 0.2, 0.3], 3, 1),
        ([[0.1, 0.2], [0.3, 0.4]], 2, 2),
        ([[[0.1], [0.2]]], 1, 1),
    ],
)
def test_embeddings(value: Any, length: int, count: int) -> None:
    read = answer(value)
    assert (read.operation, read.dimensions, read.vectors) == ("embedding", length, count)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"error": {"type": "overloaded", "message": "m"}}, "overloaded"),
        ({"error": "Input too long", "error_type": "validation"}, "validation"),
        ({"error": "a text"}, "other"),
        ({"error": {"type": "two words"}}, "other"),
        ({"object": "error", "type": "BadRequestError", "message": "m"}, "BadRequestError"),
        (
            {"code": 400, "type": "InternalServerException", "message": "m"},
            "InternalServerException",
        ),
        ({"detail": "m"}, "other"),
    ],
)
def test_errors(value: Any, expected: str) -> None:
    assert answer(value).error == expected


@pytest.mark.parametrize("value", [{"strange": 1}, 3, None, [], {}, [{"a": 1}], b"\xff\xfe"])
def test_of_other_answers_nothing_is_guessed(value: Any) -> None:
    encoding = "BASE64" if isinstance(value, bytes) else "JSON"
    assert answer(value, encoding=encoding) == Answer()


def test_names_that_may_be_texts_are_not_told() -> None:
    value = {"model": "a b", "choices": [{"text": "x", "finish_reason": "my secret"}]}
    assert (answer(value).model, answer(value).finish_reason) == ("other", "other")

from typing import Any

import orjson
import pytest

from inference_code.errors import RequestError
from inference_code.schema.parsing import parse_request


def body_of(**document: Any) -> dict[str, Any]:
    return parse_request(orjson.dumps(document), {"embedding"}).to_generation().body


def refusal(**document: Any) -> RequestError:
    with pytest.raises(RequestError) as raised:
        body_of(**document)
    return raised.value


@pytest.mark.parametrize("field", ["input", "inputs"])
@pytest.mark.parametrize(("sent", "texts"), [("a", ["a"]), (["a", "b"], ["a", "b"])])
def test_one_text_or_several_reach_the_handler_as_a_list(
    field: str, sent: object, texts: list[str]
) -> None:
    assert body_of(**{field: sent}) == {"texts": texts, "truncate": False, "normalize": True}


@pytest.mark.parametrize("field", ["input", "inputs"])
def test_vectors_need_not_be_normalized_and_texts_may_be_cut_off(field: str) -> None:
    body = body_of(**{field: "a"}, truncate=True, normalize=False)
    assert (body["truncate"], body["normalize"]) == (True, False)


def test_fields_of_openai_do_not_reach_the_handler() -> None:
    body = body_of(input="a", model="m", encoding_format="base64", user="u")
    assert body.keys() == {"texts", "truncate", "normalize"}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("input", "", "input: string should have at least 1 character (got '')"),
        ("input", [], "input must not be empty"),
        ("input", ["a", ""], "input[1]: string should have at least 1 character (got '')"),
        ("input", [17, 4], "input[0]: input should be a valid string (got 17)"),
        ("inputs", None, "inputs: input should be a valid string (got null)"),
        ("inputs", {"a": 1}, "inputs: input should be a valid string"),
    ],
)
def test_texts_are_refused_at_their_place(field: str, value: object, reason: str) -> None:
    assert refusal(**{field: value}).message == reason


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        (
            "encoding_format",
            "int8",
            "encoding_format: input should be 'float' or 'base64' (got 'int8')",
        ),
        ("normalise", False, "normalise is not a known field; did you mean normalize?"),
        ("dimensions", 64, "dimensions is not a known field"),
        ("stream", True, "stream: only generated text is streamed; leave stream out (got true)"),
    ],
)
def test_wrong_field_names_the_reason(field: str, value: object, reason: str) -> None:
    assert refusal(**{"input": "a", field: value}).message == reason


def test_stream_may_be_false() -> None:
    assert body_of(input="a", stream=False)["texts"] == ["a"]


def test_more_texts_than_allowed_name_both_numbers() -> None:
    assert refusal(input=["a"] * 2049).message == (
        "input: list should have at most 2048 items after validation, not 2049"
    )

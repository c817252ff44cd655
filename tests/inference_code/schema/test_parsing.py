from typing import Any

import orjson
import pytest

from inference_code.errors import RequestError
from inference_code.handler import Operation
from inference_code.schema.chat import ChatRequest
from inference_code.schema.parsing import parse_request
from inference_code.schema.text import TextRequest

TEXT: frozenset[Operation] = frozenset({"chat", "completion"})
MESSAGES = [{"role": "user", "content": "hello"}]


def refusal(document: Any) -> RequestError:
    body = document if isinstance(document, bytes) else orjson.dumps(document)
    with pytest.raises(RequestError) as raised:
        parse_request(body, TEXT)
    assert raised.value.status == 400
    return raised.value


def test_fields_that_contradict_each_other_are_told_without_a_path() -> None:
    error = refusal({"messages": MESSAGES, "top_logprobs": 2})
    assert (error.message, error.param) == ("top_logprobs needs logprobs: true", None)


def test_messages_make_a_chat_request() -> None:
    assert isinstance(parse_request(orjson.dumps({"messages": MESSAGES}), TEXT), ChatRequest)


def test_inputs_make_a_text_request() -> None:
    assert isinstance(parse_request(b'{"inputs": "hello"}', TEXT), TextRequest)


@pytest.mark.parametrize("body", [b"", b"{", b"hello", b'{"messages": [}', b"\xff\xfe"])
def test_body_that_does_not_parse_is_called_invalid_json(body: bytes) -> None:
    assert refusal(body).message.startswith("the body is not valid JSON: ")


@pytest.mark.parametrize("body", [b"[]", b"3", b"null", b'"text"'])
def test_body_must_be_an_object(body: bytes) -> None:
    assert refusal(body).message == "the body must be a JSON object"


def test_deeply_nested_body_is_refused_not_a_crash() -> None:
    assert "not valid JSON" in refusal(b"[" * 100_000).message


def test_neither_form_names_both() -> None:
    error = refusal({"prompt": "hello"})
    assert error.message == "messages is missing; send messages (chat) or inputs (text)"


def test_both_forms_at_once_are_refused() -> None:
    error = refusal({"messages": MESSAGES, "inputs": "hello"})
    assert error.message == "send messages (chat) or inputs (text), not both"


def test_unknown_field_names_the_nearest_known_one() -> None:
    error = refusal({"messages": MESSAGES, "temprature": 1})
    assert error.message == "temprature is not a known field; did you mean temperature?"
    assert error.param == "temprature"


def test_unknown_field_like_no_other_is_named_alone() -> None:
    assert refusal({"messages": MESSAGES, "zzz": 1}).message == "zzz is not a known field"


@pytest.mark.parametrize("name", ["", "#parts", "[key]"])
def test_odd_name_of_a_field_is_quoted(name: str) -> None:
    error = refusal({"messages": MESSAGES, name: 1})
    assert error.message == f"{name!r} is not a known field"


def test_misspelt_field_is_named_rather_than_the_missing_one() -> None:
    error = refusal({"messages": [{"role": "user", "contents": "hello"}]})
    assert error.message == "messages[0].contents is not a known field; did you mean content?"


def test_unknown_parameter_names_the_nearest_hugging_face_name() -> None:
    error = refusal({"inputs": "hello", "parameters": {"max_tokens": 3}})
    assert error.message == (
        "parameters.max_tokens is not a known field; did you mean max_new_tokens?"
    )


def test_schema_without_its_envelope_is_refused() -> None:
    shape = {"type": "json_schema", "json_schema": {"type": "object"}}
    error = refusal({"messages": MESSAGES, "response_format": shape})
    assert error.message == "response_format.json_schema.type is not a known field"


def test_misspelt_schema_names_the_field_that_clients_write() -> None:
    shape = {"type": "json_schema", "json_schema": {"schemas": {}}}
    error = refusal({"messages": MESSAGES, "response_format": shape})
    assert error.message.endswith("schemas is not a known field; did you mean schema?")


def test_unknown_role_names_the_known_ones() -> None:
    error = refusal({"messages": [{"role": "bot", "content": "hello"}]})
    assert error.message == (
        "messages[0].role: input should be 'system', 'user' or 'assistant' (got 'bot')"
    )


def test_messages_must_not_be_empty() -> None:
    assert refusal({"messages": []}).message == "messages must not be empty"


def test_content_is_required() -> None:
    assert refusal({"messages": [{"role": "user"}]}).message == "messages[0].content is missing"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("temperature", "1", "temperature: input should be a valid number (got '1')"),
        ("temperature", True, "temperature: input should be a valid number (got true)"),
        ("temperature", 3, "temperature: input should be less than or equal to 2 (got 3)"),
        ("top_p", -0.1, "top_p: input should be greater than or equal to 0 (got -0.1)"),
        ("max_tokens", 0, "max_tokens: input should be greater than or equal to 1 (got 0)"),
        ("max_tokens", 1.5, "max_tokens: input should be a valid integer (got 1.5)"),
        ("n", 2, "n: input should be 1 (got 2)"),
        ("stop", 5, "stop: input should be a valid string (got 5)"),
        ("stop", ["a", ""], "stop[1]: string should have at least 1 character (got '')"),
        ("messages", "hello", "messages: input should be a valid list (got 'hello')"),
        ("messages", [None], "messages[0]: input should be an object (got null)"),
        ("response_format", "json", "response_format: input should be an object (got 'json')"),
        ("logit_bias", 3, "logit_bias: input should be an object (got 3)"),
        ("stream", "yes", "stream: input should be a valid boolean (got 'yes')"),
    ],
)
def test_wrong_value_names_field_reason_and_value(field: str, value: Any, reason: str) -> None:
    error = refusal({"messages": MESSAGES, field: value})
    assert error.message == reason
    assert error.param == field if "[" not in reason else True


@pytest.mark.parametrize("field", ["max_tokens", "top_k", "repeat_last_n"])
def test_number_beyond_the_integers_of_the_engine_is_refused(field: str) -> None:
    error = refusal({"messages": MESSAGES, field: 2**32 + 5})
    assert error.message.startswith(f"{field}: input should be less than or equal to 2147483647")


def test_token_id_beyond_the_integers_of_the_engine_is_refused() -> None:
    error = refusal({"messages": MESSAGES, "logit_bias": {"4294967297": 100}})
    assert error.message.startswith("logit_bias.4294967297: ")


@pytest.mark.parametrize("field", ["chat_template_kwargs", "response_format"])
def test_free_form_object_must_not_nest_too_deeply(field: str) -> None:
    nested = orjson.loads(b'{"a":' * 100 + b"1" + b"}" * 100)
    schema = {"type": "json_schema", "json_schema": {"schema": nested}}
    value = nested if field == "chat_template_kwargs" else schema
    error = refusal({"messages": MESSAGES, field: value})
    assert error.message.endswith(": nests deeper than 64 levels")


def test_free_form_object_deeper_than_json_can_be_written_is_refused() -> None:
    body = b'{"messages": [], "chat_template_kwargs": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}"
    with pytest.raises(RequestError, match="chat_template_kwargs: nests deeper than 64 levels"):
        parse_request(body.replace(b"[],", orjson.dumps(MESSAGES) + b",", 1), TEXT)


def test_free_form_object_over_the_limit_names_both_sizes() -> None:
    shape = {"type": "json_schema", "json_schema": {"schema": {"pattern": "x" * 20_000}}}
    error = refusal({"messages": MESSAGES, "response_format": shape})
    assert error.message == (
        "response_format.json_schema.schema: has 20014 bytes; the limit is 16384"
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("messages", MESSAGES * 10_001), ("logit_bias", dict.fromkeys(map(str, range(10_001)), 1))],
)
def test_more_entries_than_allowed_are_refused(field: str, value: object) -> None:
    error = refusal({"messages": MESSAGES, field: value})
    assert error.message.startswith(f"{field}: ")
    assert "at most 10000 items" in error.message


def test_long_unknown_field_is_shortened_in_the_message() -> None:
    assert len(refusal({"messages": MESSAGES, "x" * 10_000: 1}).message) < 150


def test_image_parts_are_refused_at_their_place() -> None:
    content = [{"type": "image_url", "image_url": {"url": "x"}}]
    error = refusal({"messages": [{"role": "user", "content": content}]})
    assert error.message == (
        "messages[0].content[0].type: input should be 'text' (got 'image_url')"
    )


def test_long_value_is_shortened_in_the_message() -> None:
    error = refusal({"messages": MESSAGES, "temperature": "x" * 10_000})
    assert len(error.message) < 150

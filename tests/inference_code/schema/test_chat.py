import pytest
from pydantic import ValidationError

from inference_code.schema.chat import ChatRequest

MESSAGES = [{"role": "user", "content": "hello"}]


def request(**fields: object) -> ChatRequest:
    return ChatRequest.model_validate({"messages": MESSAGES, **fields})


def test_sampling_reaches_the_handler_as_it_was_sent() -> None:
    generation = request(temperature=0, top_k=5, stop=["a"], seed=7).to_generation()
    expected = {"messages": MESSAGES, "temperature": 0, "top_k": 5, "stop": ["a"], "seed": 7}
    assert generation.body == expected


def test_fields_of_the_server_do_not_reach_the_handler() -> None:
    generation = request(model="m", user="u", n=1, stream=True).to_generation()
    assert generation.body == {"messages": MESSAGES}
    assert generation.stream


def test_max_completion_tokens_is_the_same_as_max_tokens() -> None:
    assert request(max_completion_tokens=9).to_generation().body["max_tokens"] == 9


def test_two_different_limits_are_refused() -> None:
    with pytest.raises(ValidationError, match="max_tokens and max_completion_tokens differ"):
        request(max_tokens=1, max_completion_tokens=2)


def test_stream_options_need_a_stream() -> None:
    with pytest.raises(ValidationError, match="stream_options needs stream: true"):
        request(stream_options={"include_usage": True})


def test_schema_reaches_the_handler_with_its_nulls() -> None:
    schema = {"properties": {"colour": {"enum": ["red", None]}}}
    shape = {"type": "json_schema", "json_schema": {"name": "paint", "schema": schema}}
    assert request(response_format=shape).to_generation().body["response_format"] == shape


@pytest.mark.parametrize(
    "shape", [{"type": "json_schema"}, {"type": "text", "json_schema": {"schema": {}}}]
)
def test_schema_and_its_type_need_each_other(shape: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="json_schema goes with type"):
        request(response_format=shape)


def test_top_logprobs_need_logprobs() -> None:
    with pytest.raises(ValidationError, match="top_logprobs needs logprobs: true"):
        request(top_logprobs=2)


def test_content_may_be_a_list_of_text_parts() -> None:
    parts = [{"type": "text", "text": "hello"}]
    sent = ChatRequest.model_validate({"messages": [{"role": "user", "content": parts}]})
    assert sent.to_generation().body["messages"] == [{"role": "user", "content": parts}]

import json
from typing import Any

from lockgate.invocation.request import ChatRequest


def body(request: ChatRequest, *, stream: bool = False) -> Any:
    return json.loads(request.body(stream=stream))


def test_what_is_not_given_is_not_sent() -> None:
    assert body(ChatRequest("Hi")) == {"messages": [{"role": "user", "content": "Hi"}]}


def test_system_message_comes_first() -> None:
    messages = body(ChatRequest("Hi", system="Be brief"))["messages"]

    assert messages[0] == {"role": "system", "content": "Be brief"}


def test_zero_is_a_value() -> None:
    sent = body(ChatRequest("Hi", temperature=0, seed=0))

    assert (sent["temperature"], sent["seed"]) == (0, 0)


def test_stream_is_asked_to_end_with_its_token_counts() -> None:
    sent = body(ChatRequest("Hi"), stream=True)

    assert sent["stream"] is True
    assert sent["stream_options"] == {"include_usage": True}

from typing import Any

import orjson
import pytest

from inference_code.errors import RequestError
from inference_code.handler import Operation
from inference_code.schema.chat import ChatRequest
from inference_code.schema.classification import ClassificationRequest
from inference_code.schema.embedding import EmbeddingRequest, OpenAiEmbeddingRequest
from inference_code.schema.parsing import parse_request
from inference_code.schema.text import TextRequest

CHAT = {"messages": [{"role": "user", "content": "hello"}]}
INPUTS = {"inputs": "hello"}
INPUT = {"input": "hello"}


@pytest.mark.parametrize(
    ("document", "operation", "form"),
    [
        (CHAT, "chat", ChatRequest),
        (INPUTS, "completion", TextRequest),
        (INPUT, "embedding", OpenAiEmbeddingRequest),
        (INPUTS, "embedding", EmbeddingRequest),
        (INPUTS, "classification", ClassificationRequest),
    ],
)
def test_form_is_told_by_its_field_and_by_what_the_model_can_do(
    document: dict[str, Any], operation: Operation, form: type
) -> None:
    request = parse_request(orjson.dumps(document), {operation})
    assert type(request) is form
    assert request.operation == request.to_generation().operation == operation


@pytest.mark.parametrize(
    ("document", "operations", "message"),
    [
        (
            CHAT,
            {"embedding"},
            "messages is not what this model answers; "
            "send input (embeddings) or inputs (embeddings as a plain list)",
        ),
        (
            INPUT,
            {"chat", "completion"},
            "input is not what this model answers; send messages (chat) or inputs (text)",
        ),
        (
            CHAT,
            {"classification"},
            "messages is not what this model answers; send inputs (classification)",
        ),
        (INPUTS, {"chat"}, "inputs is not what this model answers; send messages (chat)"),
        ({"prompt": "hello"}, {"chat"}, "messages is missing; send messages (chat)"),
        ({}, {"classification"}, "inputs is missing; send inputs (classification)"),
        (
            INPUT | INPUTS,
            {"embedding"},
            "send input (embeddings) or inputs (embeddings as a plain list), not both",
        ),
    ],
)
def test_request_that_the_model_does_not_answer_says_what_to_send(
    document: dict[str, Any], operations: set[Operation], message: str
) -> None:
    with pytest.raises(RequestError) as raised:
        parse_request(orjson.dumps(document), operations)
    assert (raised.value.status, raised.value.message) == (400, message)


def test_field_of_another_model_is_unknown_beside_the_right_one() -> None:
    with pytest.raises(RequestError, match="messages is not a known field"):
        parse_request(orjson.dumps(INPUT | CHAT), {"embedding"})

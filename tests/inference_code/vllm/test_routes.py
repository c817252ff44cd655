import orjson
import pytest

from inference_code.errors import RequestError
from inference_code.vllm.routes import route_of

TEXT = frozenset({"/ping", "/invocations", "/v1/chat/completions", "/v1/completions"})
VECTORS = frozenset({"/ping", "/invocations", "/v1/embeddings"})


@pytest.mark.parametrize(
    ("field", "path"), [("messages", "/v1/chat/completions"), ("prompt", "/v1/completions")]
)
def test_form_of_a_request_is_its_route(field: str, path: str) -> None:
    assert route_of(orjson.dumps({field: 3}), TEXT) == path


def test_model_of_vectors_takes_embeddings() -> None:
    assert route_of(b'{"input": "a"}', VECTORS) == "/v1/embeddings"


@pytest.mark.parametrize("body", [b'{"text_1": "a", "text_2": "b"}', b'{"messages": []}'])
def test_what_else_a_model_does_is_left_to_vllm(body: bytes) -> None:
    assert route_of(body, VECTORS) == "/invocations"


@pytest.mark.parametrize(
    ("body", "message", "param"),
    [
        (b"{", "the body is not valid JSON", None),
        (b"[]", "the body must be a JSON object", None),
        (b'{"inputs": "a"}', "has no messages or prompt, and this server takes OpenAI's", None),
        (b'{"input": "a"}', "this model does not take input; send messages or prompt", "input"),
    ],
)
def test_request_that_no_route_answers_is_refused(
    body: bytes, message: str, param: str | None
) -> None:
    with pytest.raises(RequestError, match=message) as refused:
        route_of(body, TEXT)
    assert refused.value.param == param

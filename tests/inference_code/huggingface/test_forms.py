import orjson
import pytest

from inference_code.errors import (
    EngineError,
    MediaTypeError,
    ModelNotFoundError,
    NotAcceptableError,
    RequestError,
)
from inference_code.handler import GenerationRequest, Operation, Usage
from inference_code.huggingface.forms import FormsModel, WholeAnswer
from inference_code.huggingface.model import Asked, Result


class Lengths:
    """Embeds texts by their length, and writes how many letters a prompt has."""

    def __init__(self, *operations: Operation) -> None:
        self.operations = frozenset(operations)

    def run(self, request: GenerationRequest) -> Result:
        if request.operation == "completion":
            text = str(len(request.body["prompt"]))
            return Result([orjson.dumps({"choices": [{"text": text}]})], Usage(1, 1))
        numbers = [len(text) for text in request.body["texts"]]
        if 13 in numbers:
            raise RuntimeError("13 letters")
        return Result([orjson.dumps([number]) for number in numbers], Usage(sum(numbers), 0))


EMBEDDER = FormsModel(Lengths("embedding"), "lengths", frozenset({"alias"}))


def ask(body: bytes | str, content_type: str = "application/json") -> WholeAnswer:
    return EMBEDDER.answer(Asked(body, content_type))


def test_a_request_is_answered_in_its_form() -> None:
    answer = ask('{"inputs": ["a", "bcd"], "model": "alias"}')
    assert answer.write("application/json") == (b"[[1],[3]]", "application/json")


def test_an_answer_says_what_was_done() -> None:
    answer = ask(b'{"input": "abc"}')
    assert answer.operation == "embedding"
    assert answer.usage == Usage(prompt_tokens=3, completion_tokens=0)
    assert orjson.loads(answer.write("")[0])["model"] == "lengths"


def test_text_is_not_streamed() -> None:
    writer = FormsModel(Lengths("completion"), "lengths")
    asked = Asked('{"inputs": "a", "stream": true}', "application/json")
    with pytest.raises(RequestError, match=r"does not stream.*llamacpp and vllm do") as caught:
        writer.answer(asked)
    assert caught.value.param == "stream"


@pytest.mark.parametrize(("given", "said"), [("text/csv", "is 'text/csv'"), ("", "is missing")])
def test_a_body_that_is_no_json(given: str, said: str) -> None:
    with pytest.raises(MediaTypeError, match=f"^the Content-Type {said}; send application/json$"):
        ask("a", given)


def test_a_client_that_takes_no_json() -> None:
    with pytest.raises(NotAcceptableError, match=r"^the client accepts text/csv only"):
        ask('{"inputs": "a"}').write("text/csv")


def test_another_model_is_not_served() -> None:
    with pytest.raises(ModelNotFoundError, match=r"'other' is not served here.* 'lengths'"):
        ask('{"inputs": "a", "model": "other"}')


def test_an_operation_that_the_model_lacks() -> None:
    with pytest.raises(RequestError, match="messages is not what this model answers"):
        ask('{"messages": []}')


def test_a_model_that_fails() -> None:
    with pytest.raises(EngineError, match=r"the model failed: RuntimeError: 13 letters"):
        ask('{"inputs": "abcdefghijklm"}')

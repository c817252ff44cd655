import pytest

from inference_code.errors import ContextLengthError
from inference_code.handler import LoadError, Operation
from inference_code.server.service import warm_up
from tests.inference_code.scripted import ScriptedHandler


@pytest.mark.parametrize("operation", ["chat", "completion", "embedding", "classification"])
async def test_model_is_asked_for_what_it_can_do(operation: Operation) -> None:
    handler = ScriptedHandler("Hello")
    handler.operations = frozenset({operation})
    await warm_up(handler)
    assert [request.operation for request in handler.requests] == [operation]


async def test_of_several_operations_the_cheapest_is_asked_for() -> None:
    handler = ScriptedHandler("Hello")
    await warm_up(handler)
    assert [request.operation for request in handler.requests] == ["completion"]


async def test_model_that_does_not_answer_is_not_loaded() -> None:
    handler = ScriptedHandler(error=ContextLengthError("too long"))
    with pytest.raises(LoadError, match="the model does not answer: too long"):
        await warm_up(handler)

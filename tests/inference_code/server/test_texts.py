"""Embeddings and classification through the server."""

import httpx
import pytest

from inference_code.errors import ContextLengthError
from inference_code.server.admission import Admission
from tests.inference_code.scripted import ScriptedHandler


async def post(client: httpx.AsyncClient, **fields: object) -> httpx.Response:
    return await client.post("/invocations", json=fields)


@pytest.fixture
def embedder(handler: ScriptedHandler) -> ScriptedHandler:
    handler.operations = frozenset({"embedding"})
    return handler


@pytest.fixture
def classifier(handler: ScriptedHandler) -> ScriptedHandler:
    handler.operations = frozenset({"classification"})
    return handler


@pytest.mark.usefixtures("embedder")
async def test_embeddings_have_openais_form(client: httpx.AsyncClient) -> None:
    answer = (await post(client, input=["one", "and two"], model="big")).json()
    assert answer["model"] == "tiny"
    assert [each["embedding"] for each in answer["data"]] == [[3, 1.5], [7, 3.5]]
    assert answer["usage"] == {"prompt_tokens": 3, "total_tokens": 3}


@pytest.mark.usefixtures("embedder")
@pytest.mark.parametrize(("inputs", "count"), [("one", 1), (["one", "two"], 2)])
async def test_embeddings_may_be_a_plain_list(
    client: httpx.AsyncClient, inputs: object, count: int
) -> None:
    assert (await post(client, inputs=inputs)).json() == [[3, 1.5]] * count


@pytest.mark.usefixtures("classifier")
async def test_labels_of_one_text_are_a_list(client: httpx.AsyncClient) -> None:
    labels = (await post(client, inputs="one")).json()
    assert labels == [{"label": "long", "score": 0.75}, {"label": "one", "score": 0.25}]


@pytest.mark.usefixtures("classifier")
async def test_labels_of_several_texts_are_a_list_of_lists(client: httpx.AsyncClient) -> None:
    answer = (await post(client, inputs=["one"])).json()
    assert [each["label"] for each in answer[0]] == ["long", "one"]


async def test_request_for_another_operation_is_refused(
    client: httpx.AsyncClient, classifier: ScriptedHandler
) -> None:
    response = await post(client, input="one")
    assert response.status_code == 400
    assert response.json()["error"] == {
        "type": "invalid_request_error",
        "message": "input is not what this model answers; send inputs (classification)",
        "param": "input",
    }
    assert classifier.requests == []


async def test_text_that_is_too_long_is_refused(
    client: httpx.AsyncClient, embedder: ScriptedHandler
) -> None:
    embedder.error = ContextLengthError("inputs[0] has 300 tokens")
    response = await post(client, inputs="one")
    assert response.status_code == 400
    assert response.json()["error"]["type"] == "context_length_exceeded"


async def test_server_that_loads_does_not_yet_know_what_it_answers(
    client: httpx.AsyncClient, handler: ScriptedHandler, admission: Admission
) -> None:
    handler.operations, admission.state = frozenset(), "loading"
    response = await post(client, input="one")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")

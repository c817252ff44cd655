"""The multi-model API.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html
"""

from collections.abc import Iterator

import pytest

from tests.containers.contract.applicability import multi_model
from tests.containers.contract.running import Running, is_error
from tests.containers.contract.starting import Starter
from tests.containers.model_folder import ModelFolder

pytestmark = multi_model


@pytest.fixture(scope="session")
def folder(starter: Starter) -> ModelFolder:
    return starter.model()


@pytest.fixture
def second(running: Running, folder: ModelFolder) -> Iterator[str]:
    """A second model; `one` is always there."""
    assert running.load("two", folder.path).status_code == 200
    yield "two"
    running.client.delete("/models/two")


def invoke(running: Running, name: str) -> int:
    body = running.subject.smallest()
    return running.client.post(f"/models/{name}/invoke", json=body).status_code


def names(page: dict[str, list[dict[str, str]]]) -> list[str]:
    return [model["modelName"] for model in page["models"]]


def test_loaded_model_is_told_with_its_folder(running: Running) -> None:
    told = running.client.get("/models/one").json()
    assert told == {"modelName": "one", "modelUrl": str(running.folder.path)}


def test_model_that_is_loaded_already_is_a_conflict(running: Running) -> None:
    answer = running.load("one", running.folder.path)
    assert (answer.status_code, is_error(answer)) == (409, True)
    assert invoke(running, "one") == 200


def test_models_are_listed_by_name(running: Running, second: str) -> None:
    assert names(running.client.get("/models").json()) == ["one", second]


def test_list_comes_in_pages(running: Running, second: str) -> None:
    first = running.client.get("/models", params={"limit": 1}).json()
    token = {"next_page_token": first["nextPageToken"]}
    rest = running.client.get("/models", params=token).json()
    assert (names(first), names(rest)) == (["one"], [second])
    assert "nextPageToken" not in rest


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1000000"])
def test_wrong_page_size_is_refused(running: Running, limit: str) -> None:
    answer = running.client.get("/models", params={"limit": limit})
    assert (answer.status_code, is_error(answer)) == (400, True)


def test_models_answer_side_by_side(running: Running, second: str) -> None:
    assert [invoke(running, name) for name in ("one", second)] == [200, 200]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_model_that_is_not_loaded_is_not_found(running: Running, method: str) -> None:
    answer = running.client.request(method, "/models/none")
    assert (answer.status_code, is_error(answer)) == (404, True)


def test_model_that_is_not_loaded_cannot_be_invoked(running: Running) -> None:
    answer = running.client.post("/models/none/invoke", json=running.subject.smallest())
    assert (answer.status_code, is_error(answer)) == (404, True)


def test_model_that_was_unloaded_can_be_loaded_again(
    running: Running, second: str, folder: ModelFolder
) -> None:
    assert running.client.delete(f"/models/{second}").status_code == 200
    assert invoke(running, second) == 404
    assert running.load(second, folder.path).status_code == 200
    assert invoke(running, second) == 200


def test_folder_that_is_not_there_is_refused(running: Running) -> None:
    answer = running.load("absent", running.folder.path / "absent")
    assert answer.status_code in {400, 404}
    assert is_error(answer)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"model_name": 1, "url": "/a"}', b'{"model_name": "a"}'],
    ids=["nothing", "cut short", "a list", "no fields", "a wrong type", "no url"],
)
def test_malformed_load_is_refused(running: Running, body: bytes) -> None:
    answer = running.client.post("/models", content=body)
    assert (answer.status_code, is_error(answer)) == (400, True)


def test_model_for_which_memory_is_short_is_a_507(starter: Starter, folder: ModelFolder) -> None:
    """No instance has less memory than one model needs."""
    small = starter.start({"LOCKGATE_MODEL_MEMORY_MIB": "1"}, folder)
    small.container.wait_until_healthy()
    answer = small.load("one", folder.path)
    assert (answer.status_code, is_error(answer)) == (507, True)
    assert small.container.ping() == 200
    small.close()

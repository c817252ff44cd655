"""The multi-model API, each model with a handler of its own."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.container import Container
from tests.containers.log import PATIENCE_S
from tests.containers.toolkit.conftest import Start
from tests.containers.toolkit.models import BROKEN, TRICKS, linear, with_code
from tests.local.polling import until


@pytest.fixture(scope="module")
def server(started: Start, tmp_path_factory: pytest.TempPathFactory) -> Container:
    empty = tmp_path_factory.mktemp("empty")
    container = started(empty, SAGEMAKER_MULTI_MODEL="true", LOCKGATE_MODEL_MEMORY_MIB="300")
    container.wait_until_healthy()
    return container


@pytest.fixture
def client(server: Container) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=PATIENCE_S) as client:
        yield client
        for model in client.get("/models").json()["models"]:
            client.delete(f"/models/{model['modelName']}")


def load(client: httpx.Client, name: str, folder: Path) -> httpx.Response:
    return client.post("/models", json={"model_name": name, "url": str(folder)})


def has_only(server: Container, processes: set[int]) -> None:
    """One that has ended is still listed until its parent has taken notice."""
    until(lambda: set(server.processes()) <= processes)


def test_each_model_answers_with_its_own_handler(client: httpx.Client, tmp_path: Path) -> None:
    assert load(client, "linear", linear(tmp_path / "linear")).is_success
    assert load(client, "own", with_code(tmp_path / "own", TRICKS)).is_success
    labels = client.post("/models/linear/invoke", json=[[1, 2, 3]]).json()
    letters = client.post("/models/own/invoke", json={"letters": 2}).json()
    assert (labels[0]["label"], letters["letters"]) == ("rain", "xx")


def test_model_that_does_not_load_is_an_error_and_leaves_nothing(
    client: httpx.Client, server: Container, tmp_path: Path
) -> None:
    before = set(server.processes())
    refused = load(client, "broken", with_code(tmp_path / "broken", BROKEN))
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "invalid_model")
    assert refused.json()["error"]["message"].endswith("OSError: weights.bin is not there")
    assert client.get("/models/broken").status_code == 404
    has_only(server, before)


def test_model_that_takes_too_much_memory_is_a_507_and_leaves_nothing(
    client: httpx.Client, server: Container, tmp_path: Path
) -> None:
    before = set(server.processes())
    code = "def model_fn(model_dir):\n    return b'x' * (400 << 20)\n"
    refused = load(client, "huge", with_code(tmp_path / "huge", code))
    assert (refused.status_code, refused.json()["error"]["type"]) == (507, "insufficient_memory")
    assert "and all models together may take 300 MiB" in refused.json()["error"]["message"]
    has_only(server, before)


def test_unloading_ends_the_workers(
    client: httpx.Client, server: Container, tmp_path: Path
) -> None:
    before = set(server.processes())
    load(client, "own", with_code(tmp_path / "own", TRICKS)).raise_for_status()
    new = set(server.processes()) - before
    assert len(new) == 2  # one that listens, one that answers
    client.delete("/models/own").raise_for_status()
    has_only(server, before)


def test_requirements_of_one_model_are_not_installed_and_the_log_says_so(
    client: httpx.Client, server: Container, tmp_path: Path
) -> None:
    folder = with_code(tmp_path / "own", TRICKS, requirements_txt="numpy")
    load(client, "own", folder).raise_for_status()
    wanted = f"{folder}/code/requirements.txt is not installed: models share the image's packages"
    until(lambda: any(line.endswith(wanted) for line in server.log.lines))

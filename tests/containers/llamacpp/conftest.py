from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.container import Container
from tests.containers.log import PATIENCE_S
from tests.containers.platform import Platform

CONTAINER = Path("containers/llamacpp")
Start = Callable[..., Container]


@pytest.fixture(scope="session")
def model(model_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real model."""
    model = tmp_path_factory.mktemp("model")
    (model / model_file.name).symlink_to(model_file)
    return model


@pytest.fixture(scope="session")
def start(platform: Platform) -> Iterator[Start]:
    """Starts containers that end with the tests: `start(model, NAME=value)`."""
    containers: list[Container] = []

    def start(model: Path, *, port: int | None = None, **environment: str) -> Container:
        given = {"LOCKGATE_PARALLEL_REQUESTS": "2", **environment}
        containers.append(platform.start(CONTAINER, model=model, environment=given, port=port))
        return containers[-1]

    yield start
    for container in containers:
        container.close()


@pytest.fixture(scope="session")
def server(start: Start, model: Path) -> Container:
    """A healthy container that the tests share; each leaves it as it was."""
    server = start(model)
    server.wait_until_healthy()
    return server


@pytest.fixture
def client(server: Container) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=PATIENCE_S) as client:
        yield client

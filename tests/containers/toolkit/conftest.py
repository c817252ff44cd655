from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.container import Container
from tests.containers.log import PATIENCE_S
from tests.containers.platform import Platform
from tests.containers.toolkit.models import TRICKS, linear, with_code

CONTAINER = Path("containers/toolkit")
Start = Callable[..., Container]


@pytest.fixture(scope="session")
def started(platform: Platform) -> Iterator[Start]:
    """Starts containers that end with the tests: `started(model, NAME=value)`."""
    containers: list[Container] = []

    def start(model: Path, **environment: str) -> Container:
        containers.append(platform.start(CONTAINER, model=model, environment=environment))
        return containers[-1]

    yield start
    for container in containers:
        container.close()


@pytest.fixture(scope="session")
def classifier(started: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The image's own handler."""
    container = started(linear(tmp_path_factory.mktemp("linear") / "model"))
    container.wait_until_healthy()
    with httpx.Client(base_url=container.url, timeout=PATIENCE_S) as client:
        yield client


@pytest.fixture(scope="session")
def tricks(started: Start, tmp_path_factory: pytest.TempPathFactory) -> Container:
    """A handler that the model brings, which does what its request says; for at most 5 s."""
    model = with_code(tmp_path_factory.mktemp("tricks") / "model", TRICKS)
    container = started(model, SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS="5")
    container.wait_until_healthy()
    return container


@pytest.fixture
def client(tricks: Container) -> Iterator[httpx.Client]:
    tricks.wait_until_healthy()
    with httpx.Client(base_url=tricks.url, timeout=PATIENCE_S) as client:
        yield client

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.container import Container
from tests.containers.log import PATIENCE_S
from tests.containers.onnx import models
from tests.containers.platform import Platform

CONTAINER = Path("containers/onnx")
Serve = Callable[..., httpx.Client]


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Starts healthy containers that end with the tests: `serve(folder, NAME=value)`."""
    platform = Platform()
    containers: list[Container] = []
    clients: list[httpx.Client] = []

    def start(model: Path, **environment: str) -> httpx.Client:
        containers.append(platform.start(CONTAINER, model=model, environment=environment))
        containers[-1].wait_until_healthy()
        clients.append(httpx.Client(base_url=containers[-1].url, timeout=PATIENCE_S))
        return clients[-1]

    yield start
    for client in clients:
        client.close()
    for container in containers:
        container.close()
    platform.close()


@pytest.fixture(scope="session")
def minilm(serve: Serve) -> httpx.Client:
    return serve(models.exported_minilm())

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.serving import Server, started


@pytest.fixture(scope="session")
def base(model_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What SageMaker would call /opt/ml, with the real model in it."""
    base = tmp_path_factory.mktemp("ml")
    (base / "model").mkdir()
    (base / "model" / model_file.name).symlink_to(model_file)
    return base


@pytest.fixture(scope="session")
def server(base: Path) -> Iterator[Server]:
    """A healthy server that the tests share; each leaves it as it was."""
    with started(base) as server:
        server.wait_until_healthy()
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as client:
        yield client

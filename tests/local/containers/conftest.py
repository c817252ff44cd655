"""Tiny real containers: a Dockerfile whose ENTRYPOINT runs a small HTTP server."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec

Spec = Callable[..., ContainerSpec]
"""Builds the description of the tiny container; takes the variables of the Model."""
SERVER = Path(__file__).with_name("tiny_server.py")
DOCKERFILE = """\
FROM python:3.11-slim
ENV GREETING="hello from the Dockerfile" PYTHONUNBUFFERED=1
WORKDIR /opt/program
COPY containers/tiny/tiny_server.py ./
ENTRYPOINT ["python", "tiny_server.py"]
"""


@pytest.fixture(scope="session")
def environments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests: an empty virtual environment is built once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "containers" / "tiny"
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_text(DOCKERFILE)
    (folder / "tiny_server.py").write_text(SERVER.read_text())
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "weights.txt").write_text("the weights")
    return tmp_path


@pytest.fixture
def launcher(project: Path, environments: Path) -> Launcher:
    return Launcher(root=project, cache=environments)


@pytest.fixture
def spec(project: Path) -> Spec:
    def build(**environment: str) -> ContainerSpec:
        return ContainerSpec(Path("containers/tiny"), environment, project / "model")

    return build

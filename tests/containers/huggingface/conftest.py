import asyncio
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.config.artifacts import default_cache, fetch
from infra.config.project import load_project
from infra.config.references import ReleaseReference
from lockgate.local.containers.virtual_environment import build_environment
from tests.containers.huggingface.endpoint import Endpoint
from tests.containers.huggingface.questions import questions
from tests.containers.platform import ROOT, Platform

CONTAINER = Path("containers/huggingface")
HERE = Path(__file__).parent
SMALL = "small"
Run = Callable[..., None]
Answers = Callable[[str], dict[str, Any]]
Start = Callable[..., Endpoint]


@pytest.fixture(scope="session")
def minilm() -> Path:
    """The folder of the real embedding model; downloaded once into the cache."""
    release = load_project(ROOT).release(ReleaseReference("all-minilm-l6-v2", 1))
    path = fetch(release, root=ROOT, cache=default_cache(os.environ))
    assert path is not None
    return path


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs a program beside this file with the container's Python: `run("direct.py", ...)`."""
    requirements = [ROOT / CONTAINER / "requirements.txt"]
    folder = default_cache(os.environ) / "environments"
    environment = asyncio.run(build_environment(requirements, folder=folder, report=print))
    variables = {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "OMP_WAIT_POLICY": "passive"}

    def program(name: str, *arguments: Path) -> None:
        command = [environment / "bin" / "python", HERE / name, *arguments]
        subprocess.run(command, check=True, env=variables, cwd=ROOT)

    return program


@pytest.fixture(scope="session")
def answers(run: Run, minilm: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Runs a program beside this file with MiniLM and a new folder; what it answers in JSON."""

    def answered(name: str) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp(Path(name).stem)
        run(name, minilm, folder, folder / "answers")
        said: dict[str, Any] = json.loads((folder / "answers").read_text())
        return said

    return answered


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, direct: dict[str, Any]) -> Path:
    """A folder of small models: classifier, masked."""
    return tmp_path_factory.getbasetemp() / SMALL


@pytest.fixture(scope="session")
def direct(
    run: Run, minilm: Path, model_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What Transformers itself answers, by the name of the question; makes small models for it."""
    folder = tmp_path_factory.mktemp(SMALL, numbered=False)
    asked, said = folder / "asked", folder / "said"
    asked.write_text(json.dumps(questions(minilm, model_file, folder)))
    run("direct.py", minilm, folder, asked, said)
    answers: dict[str, Any] = json.loads(said.read_text())
    return answers


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    """Starts containers that end with the tests: `start(model, NAME=value)`."""
    platform = Platform()
    endpoints: list[Endpoint] = []

    def started(model: Path, **environment: str) -> Endpoint:
        container = platform.start(CONTAINER, model=model, environment=environment)
        endpoints.append(Endpoint(container))
        container.wait_until_healthy()
        return endpoints[-1]

    yield started
    for endpoint in endpoints:
        endpoint.close()
    platform.close()

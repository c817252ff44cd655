"""The local AWS in a process of its own, with a project whose container is a few lines."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.local.polling import LIMIT_S

REGION = "eu-west-1"
ROOT = Path(__file__).parents[2]
DOCKERFILE = """\
FROM python:3.11-slim
WORKDIR /opt/program
COPY containers/echo/echo_container.py ./
ENTRYPOINT ["python", "echo_container.py"]
"""
SERVER = """\
import sys
from pathlib import Path
from lockgate.local.ports import free_port
from lockgate.local.server import serve
from lockgate.local.time_scale import TimeScale
root, cache, port = Path(sys.argv[1]), Path(sys.argv[2]), free_port()
serve(port=port, root=root, cache=cache, region="eu-west-1", ready=lambda: print(port, flush=True),
      time_scale=TimeScale(float(sys.argv[3])))
"""


@dataclass(frozen=True)
class LocalAws:
    """A running local AWS."""

    port: int
    process: "subprocess.Popen[str]"

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106
            config=Config(retries={"total_max_attempts": 1}),
        )


@contextmanager
def running(project: Path, cache: Path, *, time_scale: float = 1.0) -> Iterator[LocalAws]:
    """Start a local AWS; stops it if the test did not."""
    command = [sys.executable, "-c", SERVER, str(project), str(cache), str(time_scale)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, "the local AWS did not start"
        yield LocalAws(int(line), process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=LIMIT_S)
        process.stdout.close()


@pytest.fixture(scope="session")
def echo_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one container, `echo`."""
    root = tmp_path_factory.mktemp("project")
    folder = root / "containers" / "echo"
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_text(DOCKERFILE)
    program = Path(__file__).with_name("echo_container.py").read_text()
    (folder / "echo_container.py").write_text(program)
    (root / "cdk.json").write_text("{}")
    return root


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all servers: the virtual environment is built once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def local_aws(echo_project: Path, cache: Path) -> Iterator[LocalAws]:
    with running(echo_project, cache) as aws:
        yield aws

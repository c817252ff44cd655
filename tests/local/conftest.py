"""The local AWS in a process of its own, with a project whose container is a few lines."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

ACCOUNT, REGION = "000000000000", "eu-west-1"
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
from lockgate.local.server import listen, serve
[sockets, port] = [listen(0), 0]
port = sockets[0].getsockname()[1]
for one in sockets: one.close()
serve(port=port, root=Path(sys.argv[1]), cache=Path(sys.argv[2]), region="eu-west-1",
      ready=lambda: print(port, flush=True))
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


def echo_project(root: Path) -> Path:
    """A project with one container, `echo`."""
    folder = root / "containers" / "echo"
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_text(DOCKERFILE)
    program = Path(__file__).with_name("echo_container.py").read_text()
    (folder / "echo_container.py").write_text(program)
    (root / "cdk.json").write_text("{}")
    return root


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    project = echo_project(tmp_path_factory.mktemp("project"))
    arguments = [str(project), str(tmp_path_factory.mktemp("cache"))]
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, *arguments], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the local AWS did not start"
    yield LocalAws(int(line), process)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)
    process.stdout.close()

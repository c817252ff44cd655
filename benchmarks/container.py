"""Starts a container of this repository, as the local AWS would, without its supervision."""

import asyncio
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from infra.config.artifacts import default_cache, fetch
from infra.config.project import load_project
from infra.config.references import parse_reference
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec
from lockgate.local.ports import free_port

ROOT = Path(__file__).parents[1]
CACHE = default_cache(os.environ)
START_TIMEOUT_S = 120
ENDING_S = 30
LOOK_S = 0.005
"""How often a server that starts is asked; a share of this is in each time of a start."""


@dataclass(frozen=True)
class Container:
    """A container whose packages are there, and its model."""

    folder: Path
    model: Path
    environ: Mapping[str, str]
    """Variables of its image, with this machine's Python packages and our code."""

    @property
    def python(self) -> str:
        """The Python that has its packages."""
        return str(Path(self.environ["VIRTUAL_ENV"]) / "bin" / "python")


def prepare(name: str, model: Path, **environ: str) -> Container:
    """Install the packages of a container if need be, and get it ready."""
    spec = ContainerSpec(folder=Path("containers") / name, environment=environ, model_dir=model)
    launcher = Launcher(root=ROOT, cache=CACHE, report=print)
    prepared = asyncio.run(launcher.prepare(spec))
    variables = {**prepared.base, **prepared.image.environment, **environ}
    return Container(ROOT / spec.folder, model, {**variables, "PYTHONPATH": str(ROOT)})


def weights(release: str) -> Path:
    """The file or folder of a release of `models/`, fetched if need be."""
    found = fetch(
        load_project(ROOT).release(parse_reference(release)), root=ROOT, cache=CACHE, report=print
    )
    if found is None:
        raise RuntimeError(f"{release} has no files on this machine")
    return found


@contextmanager
def serving(container: Container, **environ: str) -> Iterator[int]:
    """Run its server; gives its port, once the server is healthy."""
    port = free_port()
    with tempfile.TemporaryDirectory() as base:
        link(container.model, Path(base) / "model")
        own = {
            "LOCKGATE_BIND_HOST": "127.0.0.1",
            "SAGEMAKER_BASE_DIR": base,
            "SAGEMAKER_BIND_TO_PORT": str(port),
        }
        command = [container.python, "-m", "inference_code", "serve"]
        environ = {**container.environ, **own, **environ}
        with running(command, environ, container.folder) as process:
            wait_for(f"http://127.0.0.1:{port}/ping", process)
            yield port


def link(model: Path, folder: Path) -> None:
    """Put a model where containers look for it, which is a folder."""
    if model.is_dir():
        folder.symlink_to(model)
    else:
        folder.mkdir()
        (folder / model.name).symlink_to(model.resolve())


@contextmanager
def running(
    command: Sequence[str], environ: Mapping[str, str], folder: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a server in a session of its own, all of which ends with it."""
    process = subprocess.Popen(
        command, cwd=folder, env=environ, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENDING_S)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(url: str, process: "subprocess.Popen[bytes]", *, post: bytes | None = None) -> None:
    """Ask, with a JSON body if one is given, until the answer is 200."""
    deadline = time.monotonic() + START_TIMEOUT_S
    headers = {"content-type": "application/json"}
    with httpx.Client(timeout=START_TIMEOUT_S) as client:
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                method = "GET" if post is None else "POST"
                if client.request(method, url, content=post, headers=headers).status_code == 200:
                    return
            time.sleep(LOOK_S)
    raise RuntimeError(f"no answer from {url} within {START_TIMEOUT_S} s, or its server ended")

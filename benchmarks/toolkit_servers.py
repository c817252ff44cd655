"""Starts the container `toolkit`, and its handler as SageMaker's own toolkit would start it."""

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from infra.config.artifacts import default_cache
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec

ROOT = Path(__file__).parents[1]
CONTAINER = ROOT / "containers" / "toolkit"
MODEL = ROOT / "models" / "files" / "iris-1"
WORKERS = os.cpu_count() or 1
START_TIMEOUT_S = 120
LOOK_S = 0.005
_PROPERTIES = """\
enable_envvars_config=true
decode_input_request=false
default_response_timeout=60
default_workers_per_model={workers}
inference_address=http://127.0.0.1:{port}
management_address=http://127.0.0.1:{port}
default_service_handler=sagemaker_inference.default_handler_service
vmargs=-XX:-UseContainerSupport
"""
"""What `sagemaker_inference.model_server` writes, but for the address and the number of workers."""
_JAVA = (
    "import os; from inference_code.mms.java import find_java; print(find_java(os.environ).program)"
)


def python() -> Path:
    """The container's Python, with its packages; installed if need be."""
    spec = ContainerSpec(folder=Path("containers/toolkit"), environment={}, model_dir=MODEL)
    launcher = Launcher(root=ROOT, cache=default_cache(os.environ), report=print)
    prepared = asyncio.run(launcher.prepare(spec))
    return Path(prepared.base["VIRTUAL_ENV"]) / "bin" / "python"


@contextmanager
def ours(program: Path) -> Iterator[int]:
    """Our container's server; gives its port, at once."""
    port = free_port()
    with tempfile.TemporaryDirectory() as base:
        (Path(base) / "model").symlink_to(MODEL)
        environ = {
            "PYTHONPATH": str(ROOT),
            "LOCKGATE_HANDLER": "multi-model-server",
            "LOCKGATE_BIND_HOST": "127.0.0.1",
            "LOCKGATE_PARALLEL_REQUESTS": str(WORKERS),
            "SAGEMAKER_BASE_DIR": base,
            "SAGEMAKER_BIND_TO_PORT": str(port),
        }
        with _running([str(program), "-m", "inference_code", "serve"], environ, CONTAINER):
            yield port


@contextmanager
def bare(program: Path) -> Iterator[int]:
    """Multi Model Server as the toolkit starts it, on the same Java; gives its port, at once."""
    port = free_port()
    packages = _output([str(program), "-c", "import sagemaker_inference as s; print(*s.__path__)"])
    java = Path(_output([str(program), "-c", _JAVA]))
    with tempfile.TemporaryDirectory() as folder:
        properties = Path(folder) / "config.properties"
        properties.write_text(_PROPERTIES.format(workers=WORKERS, port=port))
        environ = {
            "JAVA_HOME": str(java.parents[1]),
            "TEMP": folder,
            "TMPDIR": folder,
            "PYTHONPATH": str(CONTAINER),
        }
        command = [
            *(str(program), "-m", "mms.model_server", "--start", "--foreground"),
            *("--mms-config", str(properties), "--model-store", "/"),
            *("--log-config", f"{packages}/etc/log4j2.xml", "--models", f"model={MODEL}"),
        ]
        with _running(command, environ, Path(folder)):
            yield port


def wait_for_ping(port: int) -> float:
    """Ask for health until it is given; the time then."""
    return _wait(f"http://127.0.0.1:{port}/ping", None)


def wait_for_answer(port: int) -> float:
    """Ask the handler until it answers; the time then."""
    return _wait(f"http://127.0.0.1:{port}/invocations", json.loads("[[5.1, 3.5, 1.4, 0.2]]"))


def free_port() -> int:
    """A port that nobody listens on; Multi Model Server takes none over 32767."""
    for port in random.sample(range(20_000, 32_768), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def _wait(url: str, question: list[list[float]] | None) -> float:
    deadline = time.monotonic() + START_TIMEOUT_S
    with httpx.Client(timeout=START_TIMEOUT_S) as client:
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                answer = client.get(url) if question is None else client.post(url, json=question)
                if answer.status_code == 200:
                    return time.perf_counter()
            time.sleep(LOOK_S)
    raise RuntimeError(f"no answer from {url} within {START_TIMEOUT_S} s")


@contextmanager
def _running(command: list[str], environ: Mapping[str, str], folder: Path) -> Iterator[None]:
    """Run a server in a session of its own, all of which ends with it."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environ},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _output(command: list[str]) -> str:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    return done.stdout.strip()

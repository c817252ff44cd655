"""Starts the container `onnx`, and ONNX Runtime without it."""

import asyncio
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from benchmarks.bare_loop import BareLoop
from benchmarks.toolkit_servers import free_port
from infra.config.artifacts import default_cache, fetch
from infra.config.project import load_project
from infra.config.references import parse_reference
from lockgate.export.process import Export, run_export
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec

ROOT = Path(__file__).parents[1]
MODEL = "all-minilm-l6-v2@1"
START_TIMEOUT_S = 120


def python(model: Path) -> Path:
    """The container's Python, with its packages; installed if need be."""
    spec = ContainerSpec(folder=Path("containers/onnx"), environment={}, model_dir=model)
    launcher = Launcher(root=ROOT, cache=default_cache(os.environ), report=print)
    return Path(asyncio.run(launcher.prepare(spec)).base["VIRTUAL_ENV"]) / "bin" / "python"


@contextmanager
def exported() -> Iterator[Path]:
    """MiniLM, exported anew for this benchmark."""
    release = load_project(ROOT).release(parse_reference(MODEL))
    cache = default_cache(os.environ)
    original = fetch(release, root=ROOT, cache=cache, report=print)
    if original is None:
        raise RuntimeError(f"{MODEL} has no files on this machine")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "model"
        asyncio.run(run_export(Export(original, target), root=ROOT, cache=cache, report=print))
        yield target


@contextmanager
def container(program: Path, model: Path, **environ: str) -> Iterator[int]:
    """Our server; gives its port once it is healthy."""
    port = free_port()
    own = {
        "PATH": os.environ["PATH"],
        "LOCKGATE_HANDLER": "onnx",
        "LOCKGATE_BIND_HOST": "127.0.0.1",
        "LOCKGATE_PARALLEL_REQUESTS": "32",
        "SAGEMAKER_BASE_DIR": str(model.parent),
        "SAGEMAKER_BIND_TO_PORT": str(port),
    }
    command = [str(program), "-m", "inference_code", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=own | environ, stdout=subprocess.PIPE)
    # Taken off the pipe as a platform does; a full one would lose lines.
    threading.Thread(target=lambda: list(process.stdout or ()), daemon=True).start()
    try:
        _wait_until_healthy(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def bare_loop(program: Path, model: Path) -> BareLoop:
    """ONNX Runtime alone."""
    return BareLoop([str(program), str(ROOT / "benchmarks" / "onnx_bare.py"), str(model)])


def _wait_until_healthy(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    with httpx.Client(timeout=2) as client:
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if client.get(f"http://127.0.0.1:{port}/ping").status_code == 200:
                    return
            time.sleep(0.005)
    raise RuntimeError(f"no healthy answer within {START_TIMEOUT_S} s")

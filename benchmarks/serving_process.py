"""Starts and ends the process that holds both servers."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
PARALLEL = 4
START_TIMEOUT_S = 120


@contextmanager
def served(model: Path) -> Iterator[tuple[str, str]]:
    """Run both servers; gives the addresses for chat of ours and of llama.cpp's."""
    with tempfile.TemporaryDirectory() as base:
        (Path(base) / "model").mkdir()
        (Path(base) / "model" / model.name).symlink_to(model.resolve())
        url = f"http://127.0.0.1:{_free_port()}"
        process = _start(base, url.rpartition(":")[2])
        try:
            peer = _first_line(process)
            _read_the_rest(process)
            _wait_until_healthy(url, process)
            yield f"{url}/invocations", f"{peer}/v1/chat/completions"
        finally:
            process.terminate()
            process.wait()


def _start(base: str, port: str) -> "subprocess.Popen[str]":
    environ = {
        "SAGEMAKER_BASE_DIR": base,
        "SAGEMAKER_BIND_TO_PORT": port,
        "LOCKGATE_BIND_HOST": "127.0.0.1",
        "LOCKGATE_CONTEXT_LENGTH": "2048",
        "LOCKGATE_PARALLEL_REQUESTS": str(PARALLEL),
    }
    command = [sys.executable, "-m", "benchmarks.serving_host"]
    return subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environ, stdout=subprocess.PIPE, text=True
    )


def _first_line(process: "subprocess.Popen[str]") -> str:
    if process.stdout is None or not (line := process.stdout.readline().strip()):
        raise RuntimeError("the servers did not start; the reason is in the line above")
    return line


def _read_the_rest(process: "subprocess.Popen[str]") -> None:
    """Take the telemetry lines off the pipe, as a platform does; a full pipe would hold them up."""
    threading.Thread(target=lambda: list(process.stdout or ()), daemon=True).start()


def _wait_until_healthy(url: str, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/ping", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError(f"no healthy answer within {START_TIMEOUT_S} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""Starts the process that holds both servers, and llama.cpp's server alone."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.container import ROOT, link, wait_for
from lockgate.local.ports import free_port

SLOTS = 4
CONTEXT = 2048
ENVIRON = {"LOCKGATE_CONTEXT_LENGTH": str(CONTEXT), "LOCKGATE_PARALLEL_REQUESTS": str(SLOTS)}


@contextmanager
def both(model: Path) -> Iterator[tuple[str, str]]:
    """Run both servers; gives the addresses for chat of ours and of llama.cpp's."""
    with tempfile.TemporaryDirectory() as base:
        link(model, Path(base) / "model")
        url = f"http://127.0.0.1:{free_port()}"
        process = _start(base, url.rpartition(":")[2])
        try:
            peer = _first_line(process)
            _read_the_rest(process)
            wait_for(f"{url}/ping", process)
            yield f"{url}/invocations", f"{peer}/v1/chat/completions"
        finally:
            process.terminate()
            process.wait()


def _start(base: str, port: str) -> "subprocess.Popen[bytes]":
    environ = {
        **ENVIRON,
        "SAGEMAKER_BASE_DIR": base,
        "SAGEMAKER_BIND_TO_PORT": port,
        "LOCKGATE_BIND_HOST": "127.0.0.1",
    }
    command = [sys.executable, "-m", "benchmarks.llamacpp.host"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environ, stdout=subprocess.PIPE)


def _first_line(process: "subprocess.Popen[bytes]") -> str:
    if process.stdout is None or not (line := process.stdout.readline().strip()):
        raise RuntimeError("the servers did not start; the reason is in the line above")
    return line.decode()


def _read_the_rest(process: "subprocess.Popen[bytes]") -> None:
    """Take the telemetry lines off the pipe, as a platform does; a full pipe would lose lines."""
    threading.Thread(target=lambda: list(process.stdout or ()), daemon=True).start()

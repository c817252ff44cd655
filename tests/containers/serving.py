"""A container's server as the platform runs it: a process, a port, a folder with the model."""

import contextlib
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One server process and what it prints."""

    def __init__(self, base: Path, **environ: str) -> None:
        self.port = int(environ.get("SAGEMAKER_BIND_TO_PORT", free_port()))
        self.url = f"http://127.0.0.1:{self.port}"
        contract = {
            "SAGEMAKER_BIND_TO_PORT": str(self.port),
            "SAGEMAKER_BASE_DIR": str(base),
            "LOCKGATE_BIND_HOST": "127.0.0.1",
            "LOCKGATE_MODEL_NAME": "tiny",
            "LOCKGATE_CONTEXT_LENGTH": "1024",
            "LOCKGATE_PARALLEL_REQUESTS": "2",
            "OMP_WAIT_POLICY": "passive",  # the tests share their cores with others
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "inference_code", "serve"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"]} | contract | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.lines: list[bytes] = []
        self._told: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if line.startswith(b'{"lockgate":"inference"'):
                self._told.put(orjson.loads(line))

    def wait_until_healthy(self) -> None:
        """Ask for health as the platform does, until it is given."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/ping", timeout=2).status_code == 200:
                    return
            time.sleep(0.02)
        raise AssertionError(f"the server is not healthy: {self.lines}")

    def telemetry(self, request_id: str) -> dict[str, Any]:
        """The line about one request; it may come after the answer."""
        while (fields := self._told.get(timeout=PATIENCE_S))["request_id"] != request_id:
            pass
        return fields

    def wait(self) -> int:
        """Wait for the end of the process and of its output; its exit code."""
        code = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return code

    def close(self) -> None:
        """End the process, however it is."""
        self.process.kill()
        self.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextlib.contextmanager
def started(base: Path, **environ: str) -> Iterator[Server]:
    """A server that is ended with the test."""
    server = Server(base, **environ)
    try:
        yield server
    finally:
        server.close()

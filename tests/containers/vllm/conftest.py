import contextlib
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from infra.config.dockerfile.image import read_image
from lockgate.local.ports import free_port
from tests.containers.log import PATIENCE_S
from tests.containers.platform import ROOT
from tests.inference_code.vllm.folders import write_adapter, write_model
from tests.local.polling import until

STAND_IN = Path(__file__).with_name("stand_in")


class Vllm:
    """The vLLM container up to its engine: our entry point, then the stand-in that it becomes."""

    def __init__(self, base: Path, *, gpus: int = 1, **environ: str) -> None:
        self.loaded = base / "loaded"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        entrypoint = read_image(ROOT / "containers" / "vllm" / "Dockerfile", base={}).entrypoint
        assert entrypoint is not None
        self.process = subprocess.Popen(
            [sys.executable, *entrypoint[1:], "serve"],
            cwd=ROOT,
            env=self._environment(base, gpus) | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _environment(self, base: Path, gpus: int) -> dict[str, str]:
        return {
            "PATH": f"{nvidia_smi(base, gpus)}:{os.environ['PATH']}",
            "PYTHONPATH": str(STAND_IN),
            "STAND_IN_LOADED": str(self.loaded),
            "SAGEMAKER_BASE_DIR": str(base),
            "SAGEMAKER_BIND_TO_PORT": str(self.port),
            "LOCKGATE_BIND_HOST": "127.0.0.1",
            "LOCKGATE_MODEL_NAME": "tiny",
            "LOCKGATE_PARALLEL_REQUESTS": "8",
        }

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.log.extend(line.decode().rstrip() for line in self.process.stdout)

    def ping(self) -> int:
        """The status of one ping; 0 if nobody listens."""
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/ping", timeout=PATIENCE_S).status_code
        return 0

    def ask(self, **body: Any) -> httpx.Response:
        """One request to /invocations."""
        return httpx.post(f"{self.url}/invocations", json=body, timeout=PATIENCE_S)

    def told(self) -> dict[str, Any]:
        """What the stand-in was started with."""
        until(lambda: bool(self._told()))
        told: dict[str, Any] = orjson.loads(self._told()[0])
        return told

    def _told(self) -> list[str]:
        return [
            line.removeprefix("stand-in: ") for line in self.log if line.startswith("stand-in: ")
        ]

    def lines(self) -> list[dict[str, Any]]:
        """The lines of telemetry, once the process has ended."""
        self.wait()
        return [orjson.loads(line) for line in self.log if line.startswith('{"lockgate"')]

    def wait(self) -> int:
        """Wait for the end of the process and of its output; its exit code."""
        code = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


def nvidia_smi(base: Path, gpus: int) -> Path:
    """A folder with a program that lists GPUs, as NVIDIA's does."""
    folder = base / "bin"
    folder.mkdir()
    program = folder / "nvidia-smi"
    lines = [f"echo 'GPU {index}: NVIDIA L4 (UUID: GPU-{index})'" for index in range(gpus)]
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Vllm]]:
    """Start the container with a model and an adapter, or with the folder that a test has made."""
    started: list[Vllm] = []

    def begin(**given: Any) -> Vllm:
        if not (tmp_path / "model").exists():
            write_adapter(write_model(tmp_path))
        started.append(Vllm(tmp_path, **given))
        return started[-1]

    yield begin
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.wait()

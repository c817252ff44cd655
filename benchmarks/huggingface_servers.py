"""Starts the container `huggingface`, and Transformers without it."""

import asyncio
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.toolkit_load import Round
from benchmarks.toolkit_servers import free_port, wait_for_ping
from infra.config.artifacts import default_cache, fetch
from infra.config.project import load_project
from infra.config.references import parse_reference
from lockgate.local.containers.launcher import Launcher, Prepared
from lockgate.local.containers.spec import ContainerSpec

ROOT = Path(__file__).parents[1]
CONTAINER = ROOT / "containers" / "huggingface"
MODEL = "all-minilm-l6-v2@1"
WORKERS = os.cpu_count() or 1
ENDING_S = 30


def prepare() -> Prepared:
    """The container with its packages, which are installed if need be, and MiniLM."""
    release = load_project(ROOT).release(parse_reference(MODEL))
    cache = default_cache(os.environ)
    model = fetch(release, root=ROOT, cache=cache, report=print)
    if model is None:
        raise RuntimeError(f"{MODEL} has no files on this machine")
    variables = {
        "HF_TASK": "feature-extraction",
        "LOCKGATE_PARALLEL_REQUESTS": str(WORKERS),
        "LOCKGATE_BIND_HOST": "127.0.0.1",
        "PYTHONPATH": str(ROOT),
    }
    spec = ContainerSpec(folder=CONTAINER, environment=variables, model_dir=model)
    launcher = Launcher(root=ROOT, cache=cache, report=print)
    return asyncio.run(launcher.prepare(spec))


@contextmanager
def ours(container: Prepared) -> Iterator[int]:
    """Our server; gives its port, once it is healthy."""
    port = free_port()
    with tempfile.TemporaryDirectory() as base:
        (Path(base) / "model").symlink_to(container.spec.model_dir)
        own = {"SAGEMAKER_BASE_DIR": base, "SAGEMAKER_BIND_TO_PORT": str(port)}
        process = subprocess.Popen(
            [_python(container), "-m", "inference_code", "serve"],
            cwd=CONTAINER,
            env={**container.base, **container.image.environment, **container.spec.environment}
            | own,
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for_ping(port)
            yield port
        finally:
            process.terminate()
            process.wait(ENDING_S)


class Bare:
    """A loop around Transformers, in a process of its own that has loaded the model."""

    def __init__(self, container: Prepared) -> None:
        program = ROOT / "benchmarks" / "huggingface_bare.py"
        command = [_python(container), str(program), str(container.spec.model_dir)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._read()

    def run(self, *, kind: str, at_once: int, requests: int) -> Round:
        """Embed so many texts, as many in each run as would be asked for at once."""
        runs = requests // at_once
        if self._process.stdin is None:
            raise RuntimeError("the loop has no input")
        self._process.stdin.write(f"{at_once} {runs} {kind}\n")
        self._process.stdin.flush()
        seconds = float(self._read())
        return Round(runs * at_once / seconds, seconds / runs)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _read(self) -> str:
        if self._process.stdout is None or not (line := self._process.stdout.readline()):
            raise RuntimeError("Transformers did not start; the reason is above")
        return line


def _python(container: Prepared) -> str:
    return str(Path(container.base["VIRTUAL_ENV"]) / "bin" / "python")

"""Starts the container `huggingface`, and Transformers without it."""

import asyncio
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bare_loop import BareLoop
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


def bare_loop(container: Prepared) -> BareLoop:
    """Transformers alone."""
    program = ROOT / "benchmarks" / "huggingface_bare.py"
    return BareLoop([_python(container), str(program), str(container.spec.model_dir)])


def _python(container: Prepared) -> str:
    return str(Path(container.base["VIRTUAL_ENV"]) / "bin" / "python")

"""The handler of `toolkit` in bare Multi Model Server, and without any server."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.container import ROOT, Container, running, wait_for
from lockgate.local.ports import free_port

MODEL = ROOT / "models" / "files" / "iris-1"
BODY = b"[[5.1, 3.5, 1.4, 0.2]]"
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
_DIRECTLY = """
import sys, time
import inference
model, body, calls = inference.model_fn(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def answer():
    prediction = inference.predict_fn(inference.input_fn(body, "application/json"), model)
    return inference.output_fn(prediction, "application/json")[0]
answer()
began = time.perf_counter()
for _ in range(calls):
    said = answer()
print((time.perf_counter() - began) / calls)
print(said)
"""


def directly(container: Container, calls: int) -> tuple[float, bytes]:
    """Call the handler without a server; the seconds of a call, and its answer."""
    said = _output(container, _DIRECTLY, str(MODEL), BODY.decode(), str(calls))
    seconds, answer = said.splitlines()
    return float(seconds), answer.encode()


class Bare:
    """Multi Model Server as SageMaker's toolkit starts it, on the same Java as ours."""

    def __init__(self, container: Container, *, workers: int) -> None:
        self._container = container
        self._workers = workers
        self._java = Path(_output(container, _JAVA))
        self._packages = _output(container, "import sagemaker_inference as s; print(*s.__path__)")

    @contextmanager
    def serving(self, path: str = "/invocations") -> Iterator[int]:
        """Run it; gives its port once it answers there: `/ping` it does before it has a worker."""
        port = free_port()
        with tempfile.TemporaryDirectory() as folder:
            properties = Path(folder) / "config.properties"
            properties.write_text(_PROPERTIES.format(workers=self._workers, port=port))
            command, environ = self._command(properties), self._environ(folder)
            with running(command, environ, Path(folder)) as process:
                post = None if path == "/ping" else BODY
                wait_for(f"http://127.0.0.1:{port}{path}", process, post=post)
                yield port

    def _command(self, properties: Path) -> list[str]:
        return [
            *(self._container.python, "-m", "mms.model_server", "--start", "--foreground"),
            *("--mms-config", str(properties), "--model-store", "/"),
            *("--log-config", f"{self._packages}/etc/log4j2.xml", "--models", f"model={MODEL}"),
        ]

    def _environ(self, folder: str) -> dict[str, str]:
        return {
            **self._container.environ,
            "JAVA_HOME": str(self._java.parents[1]),
            "TEMP": folder,
            "TMPDIR": folder,
            "PYTHONPATH": str(self._container.folder),
        }


def _output(container: Container, program: str, *arguments: str) -> str:
    """What a program says that runs with the container's packages and files."""
    done = subprocess.run(
        [container.python, "-c", program, *arguments],
        cwd=container.folder,
        env=container.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()

"""How the container ends: with a model that does not load, without Java, and by force."""

import os
import signal
import sys
from pathlib import Path

import httpx
import pytest

from tests.containers.container import Container
from tests.containers.process_tree import command, descendants
from tests.containers.toolkit.conftest import Start
from tests.containers.toolkit.models import BROKEN, TRICKS, with_code
from tests.local.polling import until

linux = pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"code": BROKEN}, "cannot be loaded: OSError: weights.bin is not there"),
        ({"code": "import nothing_of_the_kind"}, "No module named 'nothing_of_the_kind'"),
        ({"code": TRICKS, "requirements_txt": "/nowhere/none.whl"}, "pip cannot install"),
    ],
)
def test_model_that_cannot_be_loaded_ends_it_with_the_reason(
    started: Start, tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    container = started(with_code(tmp_path / "model", **files))
    assert container.wait() == 1
    assert container.log.lines[-1].startswith("lockgate: ")
    assert reason in container.log.lines[-1]


def test_worker_that_dies_of_the_load_ends_it(started: Start, tmp_path: Path) -> None:
    code = "import os\ndef model_fn(model_dir):\n    os._exit(9)\n"
    container = started(with_code(tmp_path / "model", code))
    assert container.wait() == 1
    said = "lockgate: a worker ended while it loaded the model, and gave no reason; it may have"
    assert container.log.lines[-1].startswith(said)


def test_folder_that_the_model_server_does_not_take_ends_it(started: Start, tmp_path: Path) -> None:
    model = with_code(tmp_path / "model", TRICKS)
    (model / "MAR-INF").mkdir()
    (model / "MAR-INF" / "MANIFEST.json").write_text("{")
    container = started(model)
    assert container.wait() == 1
    assert container.log.lines[-1].endswith("for a model; it says why above")


def test_setting_of_the_toolkit_that_is_ours_is_refused(started: Start, tmp_path: Path) -> None:
    model = with_code(tmp_path / "model", TRICKS)
    container = started(model, SAGEMAKER_MODEL_SERVER_WORKERS="4")
    assert container.wait() == 1
    assert "the number of workers is LOCKGATE_PARALLEL_REQUESTS" in container.log.lines[-1]


@linux
def test_java_that_is_killed_ends_it(started: Start, tmp_path: Path) -> None:
    container = healthy(started, tmp_path)
    os.kill(java(container), signal.SIGKILL)
    assert container.wait() == 1
    assert container.log.lines[-1] == "lockgate: Multi Model Server was ended by signal 9"


@linux
def test_java_and_workers_end_with_a_server_that_is_killed(started: Start, tmp_path: Path) -> None:
    container = healthy(started, tmp_path)
    others = descendants(container.serving)
    assert len(others) >= 3  # Java, and for the model a process that listens and one that answers
    os.kill(container.serving, signal.SIGKILL)
    assert container.wait() == 128 + signal.SIGKILL
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in others))


def healthy(started: Start, tmp_path: Path) -> Container:
    container = started(with_code(tmp_path / "model", TRICKS))
    container.wait_until_healthy()
    assert httpx.get(f"{container.url}/ping").json() == {"status": "ready"}
    return container


def java(container: Container) -> int:
    return next(pid for pid in container.processes() if "ModelServer" in command(pid))

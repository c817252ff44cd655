import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ministack.core import lambda_runtime

from lockgate.local.ministack.function_logs import END, FunctionLogs, until_death, until_end

HANDLER = """\
def handler(event, context):
    print("a line of", event["name"])
    if event["name"] == "bad":
        raise ValueError("no")
"""


class Process:
    """The part of MiniStack's worker that reads a process's lines."""

    def __init__(self, write: Callable[["queue.Queue[str]"], None]) -> None:
        self.config = {"Runtime": "python3.14"}
        self._stderr_queue: queue.Queue[str] = queue.Queue()
        self._stderr_thread = threading.Thread(target=write, args=(self._stderr_queue,))
        self._stderr_thread.start()

    def _drain_stderr_bounded(self) -> str:
        return "as MiniStack does"

    def _drain_stderr(self) -> str:
        return "as MiniStack does"


def patched(program: str) -> Any:
    """MiniStack's module with our program; the real one stays as it is."""
    worker = type("Worker", (Process,), {})
    runtime = SimpleNamespace(_PYTHON_WORKER_SCRIPT=program, Worker=worker)
    FunctionLogs(runtime)
    return runtime


def test_lines_that_come_late_belong_to_their_invocation() -> None:
    go_on = threading.Event()

    def write(lines: "queue.Queue[str]") -> None:
        go_on.wait(30)
        for line in ("one", "two", END, "of the next"):
            lines.put(line)

    process = Process(write)
    threading.Timer(0.2, go_on.set).start()

    assert until_end(process) == ["one", "two"]
    assert process._stderr_queue.get() == "of the next"


def test_process_that_died_leaves_the_lines_that_it_wrote() -> None:
    assert until_end(Process(lambda lines: lines.put("one"))) == ["one"]
    assert until_death(Process(lambda lines: lines.put("one"))) == ["one"]


def test_process_that_says_nothing_is_not_waited_for_without_end() -> None:
    release = threading.Event()

    def write(_: "queue.Queue[str]") -> None:
        release.wait(30)

    process = Process(write)
    times = iter([0.0, 1.0, 100.0])

    assert until_end(process, clock=lambda: next(times)) == []
    release.set()


def test_functions_in_other_languages_are_read_as_before() -> None:
    runtime = patched(lambda_runtime._PYTHON_WORKER_SCRIPT)
    worker = runtime.Worker(lambda _: None)
    worker.config = {"Runtime": "nodejs22.x"}

    assert worker._drain_stderr_bounded() == "as MiniStack does"


def test_program_that_is_another_is_refused() -> None:
    with pytest.raises(RuntimeError, match="not the one we know"):
        patched("print()")


@pytest.mark.parametrize("name", ["good", "bad"])
def test_end_follows_the_lines_whatever_the_function_does(tmp_path: Path, name: str) -> None:
    program = patched(lambda_runtime._PYTHON_WORKER_SCRIPT)._PYTHON_WORKER_SCRIPT
    (tmp_path / "code.py").write_text(HANDLER)
    begin = {"code_dir": str(tmp_path), "module": "code", "handler": "handler"}
    begin_and_call = f"{json.dumps(begin)}\n{json.dumps({'event': {'name': name}})}\n"

    done = subprocess.run(
        [sys.executable, "-c", program],
        input=begin_and_call,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr.splitlines() == [f"a line of {name}", END]
    assert json.loads(done.stdout.splitlines()[-1])["status"] == (
        "ok" if name == "good" else "error"
    )

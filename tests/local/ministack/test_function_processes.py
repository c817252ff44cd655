import json
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ministack.core import lambda_runtime

from lockgate.local.ministack.function_processes import FunctionProcesses
from lockgate.local.protocol.scope import Scope

SCOPE = Scope("111122223333", "eu-west-1")


class Runtime(SimpleNamespace):
    """The part of MiniStack's module that is used here; notes which functions it ended."""

    def __init__(self, program: str = lambda_runtime._PYTHON_WORKER_SCRIPT) -> None:
        super().__init__(_PYTHON_WORKER_SCRIPT=program, ended=[], has_ended=threading.Event())

    def invalidate_worker(self, name: str, *, account: str, region: str) -> None:
        self.ended.append((name, account, region))
        self.has_ended.set()


def patched(runtime: Runtime) -> Any:
    """The handlers of functions in stacks."""
    deleted: list[str] = []
    handlers = {"delete": lambda name, _: deleted.append(name), "deleted": deleted}
    types = SimpleNamespace(_RESOURCE_HANDLERS={"AWS::Lambda::Function": handlers})
    FunctionProcesses(runtime, types, lambda: SCOPE)
    return handlers


def test_a_process_removes_its_folder_at_its_end(tmp_path: Path) -> None:
    runtime = Runtime()
    patched(runtime)
    folder = tmp_path / "function"
    (folder / "code").mkdir(parents=True)
    (folder / "_worker.py").write_text(runtime._PYTHON_WORKER_SCRIPT)
    (folder / "code" / "code_.py").write_text("def on(event, context):\n    return 1\n")
    begin = {"code_dir": str(folder / "code"), "module": "code_", "handler": "on"}

    subprocess.run(
        [sys.executable, str(folder / "_worker.py")],
        input=f"{json.dumps(begin)}\n{json.dumps({'event': {}})}\n",
        capture_output=True,
        text=True,
        check=True,
    )

    assert list(tmp_path.iterdir()) == []


def test_processes_of_a_function_end_with_it() -> None:
    runtime = Runtime()
    handlers = patched(runtime)

    handlers["delete"]("metrics", {})

    assert runtime.has_ended.wait(30)
    assert runtime.ended == [("metrics", "111122223333", "eu-west-1")]
    assert handlers["deleted"] == ["metrics"]


def test_program_that_is_another_is_refused() -> None:
    with pytest.raises(RuntimeError, match="not the one we know"):
        patched(Runtime("print()"))

"""The program that exports, in its own environment; it says what it does in lines of JSON."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lockgate.errors import CommandError
from lockgate.local.containers.errors import EnvironmentFailed
from lockgate.local.containers.output import Output
from lockgate.local.containers.processes import spawn, terminate
from lockgate.local.containers.virtual_environment import build_environment

REQUIREMENTS = "containers/onnx/export-requirements.txt"
MODULE = "containers.onnx.export"
GRACE_S = 10.0
"""Time to remove what is half done."""
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "PYTHONUNBUFFERED": "1"}
Report = Callable[[str], None]


@dataclass(frozen=True)
class Export:
    """What is to be exported; both paths are absolute."""

    folder: Path
    target: Path
    task: str | None = None
    int8: bool = False

    def arguments(self) -> list[str]:
        """The arguments of the program."""
        task = ["--task", self.task] if self.task else []
        return [*task, *(["--int8"] if self.int8 else []), str(self.folder), str(self.target)]


async def run_export(export: Export, *, root: Path, cache: Path, report: Report) -> str:
    """Export a folder; return what the comparison with the original found.

    The project's `root` has the program and its requirements; environments are kept in `cache`.

    Raises:
        CommandError: the environment cannot be built, or the model cannot be exported.
    """
    requirements = root / REQUIREMENTS
    if not requirements.is_file():
        raise CommandError(f"this project has no {REQUIREMENTS}", fix="restore containers/onnx")
    try:
        environment = await build_environment(
            [requirements], folder=cache / "environments", report=report
        )
    except EnvironmentFailed as error:
        raise CommandError(str(error)) from error
    return await run_program(
        [str(environment / "bin" / "python"), "-m", MODULE], export, root, report
    )


async def run_program(program: list[str], export: Export, root: Path, report: Report) -> str:
    """Run the program to its end, and report its steps.

    Raises:
        CommandError: it says why it cannot, or it breaks.
    """
    talk = _Talk(report)
    output = Output(talk.hear)
    process = await spawn(
        [*program, *export.arguments()], environment={**os.environ, **_OFFLINE}, cwd=root
    )
    assert process.stdout is not None  # noqa: S101 - spawn opens the pipe
    try:
        await output.pump(process.stdout)
        await process.wait()
    except asyncio.CancelledError:
        await terminate(process, grace_s=GRACE_S)
        await process.stdout.read()  # to its end, so that the pipe is closed
        raise
    return talk.result(list(output.last_lines))


class _Talk:
    """What the program has said so far."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._end: dict[str, Any] = {}

    def hear(self, line: str) -> None:
        """Take one line; those that are no JSON come from libraries."""
        if not line.startswith('{"'):
            return
        said = json.loads(line)
        if (step := said.get("step")) is not None:
            self._report(step)
        else:
            self._end = said

    def result(self, last_lines: list[str]) -> str:
        """What it found."""
        if (error := self._end.get("error")) is not None:
            raise CommandError(str(error))
        if (done := self._end.get("done")) is None:
            quoted = " | ".join(line.strip() for line in last_lines[-5:]) or "nothing"
            raise CommandError(f"the export broke; the last that it said is: {quoted}")
        return str(done)

"""Run the CDK CLI: with its own terminal, or with its output read line by line."""

import os
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from lockgate.deployment.command_line import CommandLine
from lockgate.deployment.watchdog import watchdog
from lockgate.local import processes
from lockgate.signals import signals_end_the_program
from lockgate.tools import MINIMUM_NODE

SILENT_JSII = {
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": str(MINIMUM_NODE[0]),
    "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
}
"""No box of exclamation marks about a Node.js that Lockgate supports.

jsii reads the first as a list of major versions, and the second as yes if it is there.
"""
QUIET = {"CDK_DISABLE_CLI_TELEMETRY": "true", "NODE_NO_WARNINGS": "1"}
"""For runs whose output is read by us: no notices of Node.js, no calls home."""
READABLE = ["--progress", "events", "--no-color", "--no-notices"]
TAIL = 40
GRACE_S = 5.0
_PIPED = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "process_group": 0,  # Ctrl-C reaches this program alone, which then ends the other
}


@dataclass(frozen=True)
class Finished:
    """How a run ended."""

    exit_code: int
    last_lines: list[str]


def run_in_terminal(command: CommandLine) -> int:
    """Hand the terminal to the command, which may ask its user; return its exit code."""
    with _running(command) as process:
        return process.wait()


def run_watched(
    command: CommandLine,
    *,
    log: Path,
    on_line: Callable[[str], object],
    worth_it: Callable[[], bool] = lambda: True,
) -> Finished:
    """Run the command and pass on each line of its output; all of it goes to the log as well.

    It is ended, so fails, soon after it is no longer worth it.
    """
    last: deque[str] = deque(maxlen=TAIL)
    readable = replace(
        command,
        arguments=[*command.arguments, *READABLE],
        variables={**command.variables, **QUIET},
    )
    with (
        log.open("a") as file,
        _running(readable, **_PIPED) as process,
        watchdog(worth_it, otherwise=partial(end, process)),
    ):
        for line in process.stdout or ():
            file.write(line)
            last.append(line.rstrip())
            on_line(line.rstrip())
    return Finished(process.returncode, list(last))


@contextmanager
def _running(command: CommandLine, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """The process of a command; if the block is left early, for a signal too, it is ended."""
    environment = {**SILENT_JSII, **command.environment(os.environ)}
    options |= {"cwd": command.cwd, "env": environment}
    with (
        signals_end_the_program(),
        subprocess.Popen(command.arguments, text=True, **options) as process,
    ):
        try:
            yield process
        except BaseException:
            end(process)
            raise


def end(process: subprocess.Popen[str]) -> None:
    """End the CDK CLI with all that it started: a shell, the app, and jsii's Node.js under that."""
    family = {process.pid} | processes.descendants(process.pid, processes.process_table())
    processes.end(family, begin_with=family, timeout_s=GRACE_S)

"""Run the CDK CLI: with its own terminal, or with its output read line by line."""

import os
import subprocess
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lockgate.deployment.command_line import CommandLine

QUIET = {
    "CDK_DISABLE_CLI_TELEMETRY": "true",
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
    "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
    "NODE_NO_WARNINGS": "1",
}
"""For runs whose output is read by us: no notices about Node versions, no calls home."""
READABLE = ["--progress", "events", "--no-color", "--no-notices"]
TAIL = 40


@dataclass(frozen=True)
class Finished:
    """How a run ended."""

    exit_code: int
    last_lines: list[str]


def run_in_terminal(command: CommandLine) -> int:
    """Hand the terminal to the command, which may ask its user; return its exit code."""
    environment = command.environment(os.environ)
    return subprocess.run(
        command.arguments, cwd=command.cwd, env=environment, check=False
    ).returncode


def run_watched(command: CommandLine, *, log: Path, on_line: Callable[[str], object]) -> Finished:
    """Run the command and pass on each line of its output; all of it goes to the log as well."""
    last: deque[str] = deque(maxlen=TAIL)
    with log.open("a") as file, _start(command) as process:
        try:
            for line in process.stdout or ():
                file.write(line)
                last.append(line.rstrip())
                on_line(line.rstrip())
        except BaseException:
            process.terminate()
            raise
    return Finished(process.returncode, list(last))


def _start(command: CommandLine) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*command.arguments, *READABLE],
        cwd=command.cwd,
        env={**command.environment(os.environ), **QUIET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

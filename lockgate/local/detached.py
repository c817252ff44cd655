"""The local AWS as a process of its own, which outlives the command that starts it."""

import subprocess
import sys
import time
from pathlib import Path

from lockgate.errors import CommandError
from lockgate.local.preconditions import already_running, require_startable
from lockgate.local.state import AlreadyRunningError, LocalState, StateFolder

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0
"""For one that does not come up; it has no containers yet."""

_started: list[subprocess.Popen[bytes]] = []
"""Those that this process started: they outlive it, so nobody waits for them."""


def start_detached(root: Path, *, port: int, time_scale: float = 1.0) -> LocalState:
    """Start the local AWS as a process of its own, and return once it answers.

    `time_scale` is the number of seconds of AWS that pass in one second.

    Raises:
        CommandError: one runs or starts already, it cannot start, or it stops while starting; the
            message quotes its last line.
    """
    folder = StateFolder(root)
    try:
        with folder.start_lock():
            require_startable(root, port)
            return _start(folder, root, up_command(port, time_scale))
    except AlreadyRunningError:
        raise already_running(root) from None


def _start(folder: StateFolder, root: Path, command: list[str]) -> LocalState:
    with folder.log.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _started.append(process)
    try:
        return wait_until_ready(process, folder)
    except BaseException:
        process.terminate()
        process.wait(STOP_TIMEOUT_S)
        raise


def up_command(port: int, time_scale: float) -> list[str]:
    """Return the command that runs the local AWS in the foreground."""
    options = ["--port", str(port), "--time-scale", repr(time_scale)]
    return [sys.executable, "-m", "lockgate", "local", "up", *options]


def wait_until_ready(process: subprocess.Popen[bytes], folder: StateFolder) -> LocalState:
    """Wait for the state that the new process publishes when it answers."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if (state := folder.read()) and state.pid == process.pid:
            return state
        if process.poll() is not None:
            raise CommandError(
                f"the local AWS stopped while starting: {last_line(folder.log)}",
                fix=f"read {folder.log}",
            )
        time.sleep(0.05)
    raise CommandError(
        f"the local AWS did not answer within {START_TIMEOUT_S:.0f} s", fix=f"read {folder.log}"
    )


def last_line(log: Path) -> str:
    """Return the last line of a log that says something, as a part of another message."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    last = next((line for line in reversed(lines) if line), "it printed nothing")
    return last.removeprefix("error: ")


def reap() -> None:
    """Take note of the end of those that this process started."""
    _started[:] = [process for process in _started if process.poll() is None]

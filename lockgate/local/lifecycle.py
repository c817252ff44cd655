"""Start, find and stop the local AWS of a project."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from lockgate.errors import CommandError
from lockgate.local import ports, processes
from lockgate.local.state import AlreadyRunningError, LocalState, StateFolder
from lockgate.tools import require_node

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 60.0
"""Longer than the 30 s that a container gets to finish its requests."""
_started: list[subprocess.Popen[bytes]] = []
"""Detached ones that this process started: they outlive it, so nobody waits for them."""


def require_startable(root: Path, port: int) -> None:
    """Check what `up` needs.

    Raises:
        CommandError: one is running, the port is taken, or Node.js is missing.
    """
    require_node()
    if StateFolder(root).is_locked():
        raise already_running(root)
    if not ports.is_free(port):
        raise port_in_use(port)


def port_in_use(port: int) -> CommandError:
    """Say that something else listens on a port, and name a free one."""
    return CommandError(
        f"port {port} is in use by another program",
        fix=f"choose another: lockgate local up --port {ports.free_port()}",
    )


def already_running(root: Path) -> CommandError:
    """Say where the project's local AWS runs already."""
    state = StateFolder(root).read()
    where = f" at {state.endpoint_url} (pid {state.pid})" if state else ", but not ready yet"
    return CommandError(
        f"the local AWS of this project is running already{where}",
        fix="stop it first: lockgate local down",
    )


def require_running(root: Path) -> LocalState:
    """Return the running local AWS of the project.

    Raises:
        CommandError: none runs.
    """
    if state := StateFolder(root).read():
        return state
    raise CommandError("the local AWS is not running", fix="start it: lockgate local up --detach")


def describe_self(port: int) -> LocalState:
    """Return the state of a local AWS that runs in this process."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    return LocalState(os.getpid(), port, f"http://localhost:{port}", started)


def run(root: Path, *, port: int, cache: Path, account: str, region: str) -> None:
    """Run the local AWS in this process until it is told to stop.

    Raises:
        CommandError: it cannot start; the message says why.
    """
    from lockgate.local.server import PortInUseError, serve

    require_startable(root, port)
    folder = StateFolder(root)
    try:
        with folder.lock():
            folder.clear()
            serve(
                port=port,
                root=root,
                cache=cache,
                account=account,
                region=region,
                ready=lambda: announce(folder, port),
            )
            folder.clear()
    except AlreadyRunningError:
        raise already_running(root) from None
    except PortInUseError:  # taken meanwhile, or on ::1 only
        raise port_in_use(port) from None


def announce(folder: StateFolder, port: int) -> None:
    """Publish the state, and tell a reader of the terminal what to do next."""
    from lockgate.local.welcome import print_welcome

    state = describe_self(port)
    folder.write(state)
    print_welcome(state)


def start_detached(root: Path, *, port: int) -> LocalState:
    """Start the local AWS as a process of its own, and return once it answers.

    Raises:
        CommandError: it cannot start, or stops while starting; the message quotes its last line.
    """
    require_startable(root, port)
    folder = StateFolder(root)
    folder.path.mkdir(exist_ok=True)
    with folder.log.open("wb") as log:
        process = subprocess.Popen(
            up_command(port),
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


def up_command(port: int) -> list[str]:
    """Return the command that runs the local AWS in the foreground."""
    return [sys.executable, "-m", "lockgate", "local", "up", "--port", str(port)]


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
    """Return the last line of a log that says something."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line), "it printed nothing")


def stop(root: Path) -> LocalState | None:
    """Stop the local AWS and return once all its processes are gone; None if none ran.

    Raises:
        CommandError: processes had to be left; the message names them.
    """
    folder = StateFolder(root)
    state = folder.read()
    if state is None:
        if folder.is_locked():
            raise CommandError("the local AWS is still starting", fix="try again in a moment")
        folder.clear()
        return None
    family = {state.pid} | processes.descendants(state.pid, processes.process_table())
    processes.send(signal.SIGTERM, [state.pid])
    if left := processes.wait_until_gone(family, timeout_s=STOP_TIMEOUT_S):
        processes.send(signal.SIGKILL, left)
        left = processes.wait_until_gone(left, timeout_s=5)
    if left:
        raise CommandError(f"processes {sorted(left)} do not stop", fix=f"kill -9 {left}")
    folder.clear()
    reap()
    return state


def reap() -> None:
    """Take note of the end of those that this process started."""
    _started[:] = [process for process in _started if process.poll() is None]

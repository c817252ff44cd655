"""Run the local AWS of a project in this process, and stop it from another."""

import os
from datetime import UTC, datetime
from pathlib import Path

from lockgate.errors import CommandError
from lockgate.local import detached, processes
from lockgate.local.preconditions import already_running, port_in_use, require_startable
from lockgate.local.state import AlreadyRunningError, LocalState, StateFolder

STOP_TIMEOUT_S = 60.0
"""Longer than the 30 s that a container gets to finish its requests."""


def run(
    root: Path, *, port: int, cache: Path, account: str, region: str, time_scale: float = 1.0
) -> None:
    """Run the local AWS in this process until it is told to stop.

    `time_scale` is the number of seconds of AWS that pass in one second.

    Raises:
        CommandError: it cannot start; the message says why.
    """
    from lockgate.local.server import PortInUseError, serve
    from lockgate.local.time_scale import TimeScale

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
                ready=lambda: announce(folder, port, time_scale),
                time_scale=TimeScale(time_scale),
            )
            folder.clear()
    except AlreadyRunningError:
        raise already_running(root) from None
    except PortInUseError:  # taken meanwhile, or on ::1 only
        raise port_in_use(port) from None


def announce(folder: StateFolder, port: int, time_scale: float) -> None:
    """Publish the state, and tell a reader of the terminal what to do next."""
    from lockgate.local.welcome import print_welcome

    state = describe_self(port, time_scale)
    folder.write(state)
    print_welcome(state)


def describe_self(port: int, time_scale: float) -> LocalState:
    """Return the state of a local AWS that runs in this process."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    return LocalState(os.getpid(), port, f"http://localhost:{port}", started, time_scale)


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
    if left := processes.end(family, begin_with=[state.pid], timeout_s=STOP_TIMEOUT_S):
        raise CommandError(f"processes {sorted(left)} do not stop", fix=f"kill -9 {left}")
    folder.clear()
    detached.reap()
    return state

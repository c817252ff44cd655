import os
import socket
import sys
from pathlib import Path

import pytest

from lockgate.errors import CommandError
from lockgate.local import lifecycle, ports, processes
from lockgate.local.state import LocalState, StateFolder

PRETENDER = """
import os, signal, subprocess, sys
from pathlib import Path
from lockgate.local.state import LocalState, StateFolder
folder = StateFolder(Path.cwd())
with folder.lock():
    container = subprocess.Popen(["sleep", "60"], start_new_session=True)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    folder.write(LocalState(os.getpid(), 1, "http://localhost:1", "now"))
    signal.sigwait({signal.SIGTERM})
    container.terminate()
"""
"""Lives and dies like a local AWS with one container, without the weight of one."""
STUBBORN = PRETENDER.replace("container.terminate()", "pass")
"""Forgets its container."""


@pytest.fixture
def port() -> int:
    return ports.free_port()


def runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "up_command", lambda _: [sys.executable, "-c", code])


def test_detached_start_returns_once_it_is_ready(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(PRETENDER, monkeypatch)

    state = lifecycle.start_detached(tmp_path, port=port)

    assert lifecycle.require_running(tmp_path) == state
    lifecycle.stop(tmp_path)


def test_stop_leaves_no_process_behind(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(PRETENDER, monkeypatch)
    state = lifecycle.start_detached(tmp_path, port=port)
    family = {state.pid} | processes.descendants(state.pid, processes.process_table())

    lifecycle.stop(tmp_path)

    assert len(family) == 2
    assert processes.alive(family) == set()
    assert StateFolder(tmp_path).read() is None


def test_stop_ends_what_a_broken_local_aws_forgets(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(STUBBORN, monkeypatch)
    state = lifecycle.start_detached(tmp_path, port=port)
    family = {state.pid} | processes.descendants(state.pid, processes.process_table())
    monkeypatch.setattr(lifecycle, "STOP_TIMEOUT_S", 0)

    lifecycle.stop(tmp_path)

    assert processes.alive(family) == set()


def test_stop_without_a_local_aws_stops_nothing(tmp_path: Path) -> None:
    assert lifecycle.stop(tmp_path) is None


def test_stop_clears_a_stale_state_and_spares_the_process_that_has_its_pid(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    with folder.lock():
        folder.write(LocalState(os.getpid(), 4566, "http://localhost:4566", "now"))

    assert lifecycle.stop(tmp_path) is None
    assert not (folder.path / "local.json").exists()


def test_stop_while_it_starts_says_so(tmp_path: Path) -> None:
    with StateFolder(tmp_path).lock(), pytest.raises(CommandError, match="still starting; try"):
        lifecycle.stop(tmp_path)


def test_start_that_fails_quotes_the_last_line(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs("print('reading'); raise SystemExit('no such account')", monkeypatch)

    with pytest.raises(CommandError, match=r"stopped while starting: no such account; read .*log"):
        lifecycle.start_detached(tmp_path, port=port)


def test_port_in_use_names_a_free_one(tmp_path: Path) -> None:
    with socket.create_server((ports.HOST, 0)) as server:
        taken = server.getsockname()[1]

        message = rf"port {taken} is in use by another program; choose another: .*--port \d+$"
        with pytest.raises(CommandError, match=message):
            lifecycle.require_startable(tmp_path, taken)


def test_second_start_names_the_first(tmp_path: Path, port: int) -> None:
    folder = StateFolder(tmp_path)
    with folder.lock():
        folder.write(LocalState(7, 4566, "http://localhost:4566", "now"))

        message = r"running already at http://localhost:4566 \(pid 7\); stop it first"
        with pytest.raises(CommandError, match=message):
            lifecycle.require_startable(tmp_path, port)


def test_missing_node_is_said_before_anything_starts(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CommandError, match=r"Node\.js is not installed"):
        lifecycle.require_startable(tmp_path, port)


def test_nothing_runs_and_something_is_needed(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not running; start it: lockgate local up --detach"):
        lifecycle.require_running(tmp_path)

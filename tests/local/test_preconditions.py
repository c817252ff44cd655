import socket
from pathlib import Path

import pytest

from lockgate.errors import CommandError
from lockgate.local import ports
from lockgate.local.preconditions import require_running, require_startable
from lockgate.local.state import LocalState, StateFolder


@pytest.fixture
def port() -> int:
    return ports.free_port()


def test_port_in_use_names_a_free_one(tmp_path: Path) -> None:
    with socket.create_server((ports.HOST, 0)) as server:
        taken = server.getsockname()[1]

        message = rf"port {taken} is in use by another program; choose another: .*--port \d+$"
        with pytest.raises(CommandError, match=message):
            require_startable(tmp_path, taken)


def test_second_start_names_the_first(tmp_path: Path, port: int) -> None:
    folder = StateFolder(tmp_path)
    with folder.lock():
        folder.write(LocalState(7, 4566, "http://localhost:4566", "now"))

        message = r"running already at http://localhost:4566 \(pid 7\); stop it first"
        with pytest.raises(CommandError, match=message):
            require_startable(tmp_path, port)


def test_missing_node_is_said_before_anything_starts(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CommandError, match=r"Node\.js is not installed"):
        require_startable(tmp_path, port)


def test_nothing_runs_and_something_is_needed(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not running; start it: lockgate local up --detach"):
        require_running(tmp_path)

import os
from pathlib import Path

import pytest

from lockgate.errors import CommandError
from lockgate.local import detached, lifecycle, ports, processes
from lockgate.local.state import LocalState, StateFolder
from tests.local.pretender import PRETENDER, STUBBORN, pretend


@pytest.fixture
def port() -> int:
    return ports.free_port()


def test_stop_leaves_no_process_behind(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(PRETENDER, monkeypatch)
    state = detached.start_detached(tmp_path, port=port)
    family = {state.pid} | processes.descendants(state.pid, processes.process_table())

    lifecycle.stop(tmp_path)

    assert len(family) == 2
    assert processes.alive(family) == set()
    assert StateFolder(tmp_path).read() is None


def test_stop_ends_what_a_broken_local_aws_forgets(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(STUBBORN, monkeypatch)
    state = detached.start_detached(tmp_path, port=port)
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

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from lockgate.local.state import AlreadyRunningError, LocalState, StateFolder

STATE = LocalState(42, 4566, "http://localhost:4566", "2026-01-02T03:04:05+00:00")


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path)


def test_running_local_aws_is_found(folder: StateFolder) -> None:
    with folder.lock():
        folder.write(STATE)

        assert folder.read() == STATE


def test_state_that_a_killed_process_left_is_stale(folder: StateFolder) -> None:
    with folder.lock():
        folder.write(STATE)

    assert folder.read() is None


def test_nothing_was_ever_started(folder: StateFolder) -> None:
    assert folder.read() is None
    assert not folder.path.exists()


def test_lock_is_held_once(folder: StateFolder) -> None:
    with folder.lock(), pytest.raises(AlreadyRunningError), folder.lock():
        pass


def test_look_at_the_lock_is_not_taken_for_a_running_local_aws(folder: StateFolder) -> None:
    with folder.lock():
        folder.write(STATE)
    with (folder.path / "local.lock").open("a") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)

        assert folder.read() is None


def test_look_at_the_lock_does_not_keep_a_local_aws_from_starting(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.path.mkdir()
    with (folder.path / "local.lock").open("a") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        monkeypatch.setattr("time.sleep", lambda _: fcntl.flock(looking, fcntl.LOCK_UN))

        with folder.lock():
            assert folder.is_locked()


def test_lock_ends_with_its_process(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from lockgate.local.state import StateFolder\n"
        "with StateFolder(Path(sys.argv[1])).lock(): os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)

    assert not StateFolder(tmp_path).is_locked()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"other": 1}'])
def test_damaged_state_counts_as_none(folder: StateFolder, text: str) -> None:
    with folder.lock():
        (folder.path / "local.json").write_text(text)

        assert folder.read() is None


def test_cleared_state_is_gone(folder: StateFolder) -> None:
    with folder.lock():
        folder.write(STATE)
        folder.clear()

        assert folder.read() is None

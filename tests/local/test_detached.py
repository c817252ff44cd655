from pathlib import Path

import pytest

from lockgate.errors import CommandError
from lockgate.local import detached, lifecycle, ports
from lockgate.local.preconditions import require_running
from lockgate.local.state import StateFolder
from tests.local.pretender import PRETENDER, pretend


@pytest.fixture
def port() -> int:
    return ports.free_port()


def test_detached_start_returns_once_it_is_ready(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(PRETENDER, monkeypatch)

    state = detached.start_detached(tmp_path, port=port)

    assert require_running(tmp_path) == state
    lifecycle.stop(tmp_path)


def test_start_that_fails_quotes_the_last_line(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend("print('reading'); raise SystemExit('no such account')", monkeypatch)

    with pytest.raises(CommandError, match=r"stopped while starting: no such account; read .*log"):
        detached.start_detached(tmp_path, port=port)


def test_second_start_at_the_same_time_leaves_the_log_alone(tmp_path: Path, port: int) -> None:
    folder = StateFolder(tmp_path)
    with folder.start_lock():
        folder.log.write_text("building the virtual environment\n")

        with pytest.raises(CommandError, match="running already, but not ready yet"):
            detached.start_detached(tmp_path, port=port)

    assert folder.log.read_text() == "building the virtual environment\n"


def test_detached_start_hands_the_time_scale_on() -> None:
    assert detached.up_command(4700, 60.0)[-4:] == ["--port", "4700", "--time-scale", "60.0"]


def test_mistake_is_quoted_as_a_part_of_the_message(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("error: port 1 is in use\n")

    assert detached.last_line(tmp_path / "log") == "port 1 is in use"


def test_log_without_a_line_is_said(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("\n \n")

    assert detached.last_line(tmp_path / "log") == "it printed nothing"

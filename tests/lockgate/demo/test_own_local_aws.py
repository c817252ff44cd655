import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from lockgate.demo.own_local_aws import own_local_aws
from lockgate.local import detached, lifecycle
from lockgate.local.state import LocalState, StateFolder

STATE = LocalState(7, 4566, "http://localhost:4566", "now")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done, in order."""
    done: list[str] = []

    def start(root: Path, *, port: int) -> LocalState:
        done.append("start")
        return STATE

    monkeypatch.setattr(detached, "start_detached", start)
    monkeypatch.setattr(lifecycle, "stop", lambda _: done.append("stop"))
    return done


def test_what_was_started_is_stopped(tmp_path: Path, calls: list[str]) -> None:
    with own_local_aws(tmp_path):
        calls.append("use")

    assert calls == ["start", "use", "stop"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_it_is_stopped_after_a_failure_too(
    tmp_path: Path, calls: list[str], error: type[BaseException]
) -> None:
    with pytest.raises(error), own_local_aws(tmp_path):
        raise error

    assert calls == ["start", "stop"]


@pytest.mark.usefixtures("heard_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_is_stopped_after_a_signal_too(
    tmp_path: Path, calls: list[str], number: signal.Signals
) -> None:
    with pytest.raises(SystemExit) as caught, own_local_aws(tmp_path):
        os.kill(os.getpid(), number)

    assert caught.value.code == 128 + number
    assert calls == ["start", "stop"]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[None]:
    """A local AWS that someone else started."""
    folder = StateFolder(tmp_path)
    with folder.lock():
        folder.write(STATE)
        yield


def test_one_that_runs_already_is_used_and_left(
    tmp_path: Path, calls: list[str], running: None
) -> None:
    with own_local_aws(tmp_path):
        calls.append("use")

    assert calls == ["use"]

import os
import pty
import termios
from collections.abc import Iterator

import pytest

from lockgate.top.keys import single_keys


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """A terminal as standard input: the keyboard's end, and the program's."""
    keyboard, program = pty.openpty()
    with os.fdopen(program) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        yield keyboard, program
    os.close(keyboard)


def never(_: float) -> str:
    raise AssertionError("it waited without listening")


def test_key_is_heard_without_enter(terminal: tuple[int, int]) -> None:
    keyboard, _ = terminal
    with single_keys(never) as listen:
        os.write(keyboard, b"q")

        assert listen(30) == "q"


def test_no_key_is_nothing(terminal: tuple[int, int]) -> None:
    with single_keys(never) as listen:
        assert listen(0) == ""


def test_terminal_is_afterwards_as_before(terminal: tuple[int, int]) -> None:
    _, program = terminal
    before = termios.tcgetattr(program)

    with single_keys(never):
        assert termios.tcgetattr(program) != before

    assert termios.tcgetattr(program) == before


def test_without_a_terminal_it_only_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull) as stdin:  # noqa: PTH123 - Path.open would do the same
        monkeypatch.setattr("sys.stdin", stdin)

        with single_keys(lambda seconds: f"waited {seconds}") as listen:
            assert listen(5) == "waited 5"

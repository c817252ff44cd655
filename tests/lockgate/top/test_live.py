import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from rich.console import Console

from lockgate.errors import CommandError
from lockgate.top import live
from lockgate.top.keys import Listen
from lockgate.top.snapshot import Snapshot
from tests.lockgate.top.samples import row, snapshot

SECOND = timedelta(seconds=1)


def terminal() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=100, height=40)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Callable[[Listen], None]:
    """Let a function be the keyboard."""

    def install(listen: Listen) -> None:
        @contextmanager
        def keys(_: Listen) -> Iterator[Listen]:
            yield listen

        monkeypatch.setattr(live, "single_keys", keys)

    return install


def test_q_ends_it_while_it_waits(press: Callable[[Listen], None]) -> None:
    press(lambda _: "q")
    console = terminal()

    live.watch(lambda _: snapshot(row()), interval=timedelta(hours=1), console=console)

    assert "chat" in shown(console)


def test_first_failure_is_an_error(press: Callable[[Listen], None]) -> None:
    def look(_: datetime) -> Snapshot:
        raise CommandError("no AWS credentials were found")

    with pytest.raises(CommandError, match="no AWS credentials"):
        live.watch(look, interval=SECOND, console=terminal())


def test_later_failure_is_shown_below_the_last_figures() -> None:
    console = terminal()
    view = live.View(console, snapshot(row()))
    view.take(live.in_background(fails))

    console.print(view)

    assert "not renewed: AWS answered Throttling: slow down" in shown(console)
    assert "chat" in shown(console)


def fails(_: datetime) -> Snapshot:
    raise CommandError("AWS answered Throttling: slow down")


def test_figures_that_come_after_a_failure_replace_it() -> None:
    console = terminal()
    view = live.View(console, snapshot(row()))
    view.take(live.in_background(fails))
    view.take(live.in_background(lambda _: snapshot(row(endpoint="other"))))

    console.print(view)

    assert "not renewed" not in shown(console)
    assert "other" in shown(console)

from io import StringIO

import pytest
from rich.console import Console
from rich.spinner import Spinner

from lockgate.deployment.board import Board
from lockgate.deployment.events import parse_line
from lockgate.deployment.view import render, watch

LINES = [
    "✨  Synthesis time: 7.85s",
    "local/chat (local-chat): deploying... [1/1]",
    "local-chat | 4/9 | 6:07:30 PM | CREATE_IN_PROGRESS | AWS::SageMaker::Endpoint | Endpoint",
]


def rendered(lines: list[str]) -> str:
    board = Board(lambda: 0.0)
    for line in lines:
        if event := parse_line(line):
            board.apply(event)
    console = Console(width=100)
    with console.capture() as capture:
        console.print(render(board, Spinner("dots")))
    return capture.get()


def test_before_the_first_event_the_app_is_synthesised() -> None:
    assert "synthesising the templates" in rendered([])


def test_running_stack_shows_its_resource_and_count() -> None:
    last = rendered(LINES).splitlines()[-1]

    assert "local/chat" in last
    assert "4/9" in last
    assert "AWS::SageMaker::Endpoint  Endpoint" in last


def test_failed_stack_shows_the_reason() -> None:
    event = LINES[-1].replace("IN_PROGRESS", "FAILED") + " no such image"
    shown = rendered([*LINES, event, "❌  local-chat failed to deploy"])

    assert "✗" in shown
    assert "no such image" in shown


def test_without_a_terminal_each_stack_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with watch(Board(lambda: 0.0)) as on_line:
        for line in [*LINES, "✅  local/chat (local-chat)"]:
            on_line(line)

    assert capsys.readouterr().out.splitlines() == [
        "✓  app synthesised in 0.0 s",
        "✓  local/chat  deployed  0.0 s",
    ]


def test_without_a_terminal_an_installation_is_told_in_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with watch(Board(lambda: 0.0), lambda: "Collecting torch[cpu]"):
        pass

    assert capsys.readouterr().out.splitlines() == [
        "…  packages of containers, this once: Collecting torch[cpu]"
    ]


def test_on_a_terminal_the_packages_that_are_installed_are_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = StringIO()
    terminal = Console(width=60, force_terminal=True, file=screen)
    monkeypatch.setattr("lockgate.console.out", terminal)
    with watch(Board(lambda: 0.0), lambda: "Downloading torch " + "x" * 60):
        pass

    shown = [line for line in screen.getvalue().splitlines() if "torch" in line]
    assert "this once: Downloading torch xx" in shown[-1]
    assert "…" in shown[-1]

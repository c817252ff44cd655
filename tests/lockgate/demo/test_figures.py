import pytest
from rich.console import Console

from lockgate import console
from lockgate.addresses import Address
from lockgate.demo.calls import Called
from lockgate.demo.figures import EndpointFigures, figures_table, print_figures
from lockgate.invocation.answer import Answer

MEASURED = Answer(lambda: 0.0, completion_tokens=11, first_token_s=0.045, total_s=0.145)


def lines(*rows: EndpointFigures) -> list[str]:
    console = Console(width=100)
    with console.capture() as capture:
        console.print(figures_table(list(rows)))
    return capture.get().splitlines()


def row(called: Called) -> EndpointFigures:
    return EndpointFigures(called, 5.14)


def test_measured_endpoint_shows_every_figure() -> None:
    called = Called(Address("local", "chat"), "realtime", "tiny@1", MEASURED, note="published")

    expected = "realtime chat tiny@1 5.1 s 45 ms 0.1 s 11 100 published"
    assert lines(row(called))[-1].split() == expected.split()


def test_unknown_figures_stay_empty() -> None:
    unknown = Called(Address("local", "chat"), "realtime", "tiny@1", Answer(lambda: 0.0))

    assert lines(EndpointFigures(unknown, None))[-1].split() == ["realtime", "chat", "tiny@1"]


LONG = Called(
    Address("local", "summaries"),
    "multi-model",
    "smollm2-135m-instruct@1",
    Answer(lambda: 0.0, completion_tokens=100, first_token_s=1.5, total_s=12.3),
    in_place_of="qwen3-8b@1",
    note="cold start",
    again=Answer(lambda: 0.0, total_s=0.1),
)


def test_stand_in_and_warm_start_take_a_second_line_within_100_columns() -> None:
    first, second = lines(row(LONG))[-2:]

    assert len(first) <= 100
    assert first.endswith("cold start")
    assert second.split() == ["for", "qwen3-8b@1", "0.1", "s", "then", "warm"]


def test_terminal_of_80_columns_shows_less(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Console(width=80, force_terminal=True, color_system=None)
    monkeypatch.setattr(console, "out", terminal)

    print_figures([row(LONG)])

    shown = capsys.readouterr().out
    assert "Tokens" not in shown
    assert "smollm2-135m-instruct@1" in shown
    assert "…" not in shown


def test_file_gets_the_whole_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "out", Console(width=80))

    print_figures([row(LONG)])

    assert capsys.readouterr().out.splitlines()[-2].endswith("cold start")

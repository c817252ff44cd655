from rich.console import Console

from lockgate.addresses import Address
from lockgate.demo.calls import Called
from lockgate.demo.figures import EndpointFigures, figures_table
from lockgate.invocation.answer import Answer

MEASURED = Answer(lambda: 0.0, completion_tokens=11, first_token_s=0.045, total_s=0.145)


def lines(*rows: EndpointFigures) -> list[str]:
    console = Console(width=100)
    with console.capture() as capture:
        console.print(figures_table(list(rows)))
    return capture.get().splitlines()


def row(kind: str = "realtime", answer: Answer = MEASURED, *notes: str) -> EndpointFigures:
    address = Address("local", "chat")
    return EndpointFigures(Called(address, kind, "tiny@1", answer, notes), 5.14)


def test_measured_endpoint_shows_every_figure() -> None:
    shown = lines(row("realtime", MEASURED, "cold start"))[-2].split()

    expected = "realtime chat tiny@1 5.1 s 45 ms 0.1 s 11 100 cold start"
    assert shown == expected.split()


def test_unknown_figures_stay_empty() -> None:
    unknown = EndpointFigures(
        Called(Address("local", "chat"), "realtime", "tiny@1", Answer(lambda: 0.0)), None
    )

    assert lines(unknown)[-2].split() == ["realtime", "chat", "tiny@1"]


def test_long_names_and_notes_stay_within_100_columns() -> None:
    long = Called(
        Address("local", "summaries"),
        "multi-model",
        "smollm2-135m-instruct@1",
        Answer(lambda: 0.0, completion_tokens=100, first_token_s=1.5, total_s=12.3),
        ("for mistral-7b-instruct@12", "cold start; warm: 100 ms"),
    )

    shown = lines(EndpointFigures(long, 123.4))

    assert max(map(len, shown)) <= 100
    assert any("smollm2-135m-instruct@1 " in line for line in shown)

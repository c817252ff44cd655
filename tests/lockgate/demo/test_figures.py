from rich.console import Console

from lockgate.addresses import Address
from lockgate.demo.figures import EndpointFigures, figures_table
from lockgate.invocation.answer import Answer

ADDRESS = Address("local", "chat")


def shown(figures: EndpointFigures) -> str:
    console = Console(width=100)
    with console.capture() as capture:
        console.print(figures_table([figures]))
    return capture.get().splitlines()[-2]


def test_measured_endpoint_shows_every_figure() -> None:
    answer = Answer(lambda: 0.0, completion_tokens=11, first_token_s=0.045, total_s=0.145)

    row = shown(EndpointFigures(ADDRESS, "tiny@1", 5.14, answer)).split()

    assert row == ["local/chat", "tiny@1", "5.1", "s", "45", "ms", "11", "100"]


def test_unknown_figures_stay_empty() -> None:
    row = shown(EndpointFigures(ADDRESS, "tiny@1", None, Answer(lambda: 0.0))).split()

    assert row == ["local/chat", "tiny@1"]

from rich.console import Console

from lockgate.top.deployed import DeployedVariant
from lockgate.top.figures import Figures
from lockgate.top.table import render
from tests.lockgate.top.samples import BUSY, row, snapshot

WIDEST = row(
    endpoint="summaries",
    kind="multi-model",
    variant=DeployedVariant("primary", 1, 2),
    figures=Figures({**BUSY.values, ("Throttles", "Sum"): 3}, BUSY.elapsed_s),
    history=[1.0] * 20,
    usd_per_hour=113.07,
    has_objectives=True,
    missed=["lat. p95", "errors"],
)


def lines(*, width: int) -> list[str]:
    console = Console(width=width)
    with console.capture() as capture:
        console.print(render(snapshot(row(), WIDEST), width=width))
    return capture.get().splitlines()


def test_whole_table_fits_into_100_columns() -> None:
    shown = "\n".join(lines(width=100))

    assert "…" not in shown
    assert "✗ burning" in shown
    assert "multi-model · 1/2" in shown


def test_terminal_of_80_columns_shows_less() -> None:
    shown = "\n".join(lines(width=80))

    assert "USD" not in shown
    assert "…" not in shown


def test_rows_that_do_not_fit_are_counted() -> None:
    console = Console(width=100)
    with console.capture() as capture:
        console.print(render(snapshot(*[row()] * 20), width=100, height=24))

    shown = capture.get()
    assert shown.count("● chat") == 7
    assert "13 more: make the terminal higher" in shown
    assert "newest data" in shown


def test_title_names_the_environment_and_its_place() -> None:
    assert lines(width=100)[0] == "local in the local AWS  10:30:20 UTC"

from typing import Any

from lockgate.top.cells import cells
from lockgate.top.deployed import DeployedVariant
from lockgate.top.figures import Figures
from tests.lockgate.top.samples import BUSY, row


def shown(**changes: Any) -> list[str]:
    return [cell.plain for cell in cells(row(**changes))]


def with_errors(**counts: float) -> Figures:
    sums = {(name, "Sum"): count for name, count in counts.items()}
    return Figures({**BUSY.values, **sums}, BUSY.elapsed_s)


def test_busy_variant_shows_every_figure() -> None:
    assert shown() == [
        "● chat\n  realtime · 2",
        "10\n·▂█",
        "0 %",
        "168 ms\n1.21 s",
        "9.9 ms",
        "1.02 s",
        "10\n60",
        "1.22\n33.89",
        "",
    ]


def test_no_data_are_dashes_not_zeros() -> None:
    silent = shown(figures=Figures({}, 60), history=[None, None])

    assert silent[1:7] == ["-\n··", "-", "-", "-", "-", "-"]
    assert silent[7] == "1.22"


def test_worst_errors_are_named() -> None:
    errors = shown(figures=with_errors(Throttles=1, ServerErrors=2))[2]

    assert errors == "7.5 %\n2 5xx\n1 throttled"


def test_shadow_is_marked() -> None:
    shadow = DeployedVariant("shadow", 1, 1, is_shadow=True)

    assert shown(variant=shadow, is_only=False)[0] == "● chat/shadow\n  shadow · 1"


def test_one_of_several_variants_is_named() -> None:
    assert shown(is_only=False)[0].startswith("● chat/primary\n")


def test_endpoint_that_does_not_serve_says_so() -> None:
    assert shown(status="not deployed", variant=None)[0] == "● chat\n  realtime · not deployed"


def test_update_is_told_with_the_instances_left_out() -> None:
    assert shown(status="Updating")[0] == "● chat\n  realtime · Updating"


def test_objectives_that_are_met() -> None:
    assert shown(has_objectives=True, missed=[])[8] == "✓ ok"


def test_objectives_that_are_missed_are_named() -> None:
    missed = ["TTFT p95", "errors"]

    assert shown(has_objectives=True, missed=missed)[8] == "✗ burning\nTTFT p95\nerrors"


def test_objectives_without_data_are_a_dash() -> None:
    assert shown(has_objectives=True)[8] == "-"

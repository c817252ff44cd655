from lockgate.replay.comparison import Comparison, Difference
from lockgate.replay.table import both, verdict
from tests.lockgate.replay.samples import CHAT, minute


def test_equal_figures_are_said_once() -> None:
    assert both(1204, 1204) == "1,204"
    assert both(3, 2) == "3 / 2"


def test_equal_variant() -> None:
    assert "✓ equal" in verdict(Comparison(CHAT))


def test_missing_and_different_minutes_are_counted() -> None:
    differences = [Difference(minute(1), "Requests", 1, 2)]
    found = Comparison(CHAT, missing=[minute(2), minute(3)], differences=differences)

    assert verdict(found) == "[yellow]2 missing[/], [red]1 different[/]"

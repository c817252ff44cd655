"""The tables of the containers' benchmarks."""

import pytest
from rich.console import Console
from rich.table import Table

from benchmarks.pairs import Comparison, Round
from benchmarks.tables import first_tokens_table, rates_tables, starts_table

PAIRS = [(Round(50, 0.010), Round(100, 0.004))] * 2


def shown(table: Table) -> list[str]:
    console = Console(width=100, color_system="truecolor", force_terminal=True)
    with console.capture() as capture:
        console.print(table)
    return capture.get().splitlines()


def test_each_peer_has_a_table_with_its_name() -> None:
    comparisons = [Comparison("short", peer, PAIRS) for peer in ("unbatched", "bare", "unbatched")]
    assert [table.columns[2].header for table in rates_tables(comparisons)] == ["unbatched", "bare"]
    assert [table.row_count for table in rates_tables(comparisons)] == [2, 1]


def test_rates_are_told_with_their_ratio_and_the_added_latency() -> None:
    [table] = rates_tables([Comparison("short", "bare", PAIRS)])
    [row] = [line for line in shown(table) if "short" in line]
    assert row.split() == ["short", "50", "100", "0.50", "0.50", "to", "0.50", "+6.0"]


@pytest.mark.parametrize(("goal", "colour"), [(0.5, "32"), (0.6, "31")])
def test_a_missed_goal_is_red(goal: float, colour: str) -> None:
    [table] = rates_tables([Comparison("short", "bare", PAIRS)], {("bare", "short"): goal})
    assert any(f"\x1b[{colour}m0.50" in line for line in shown(table))


def test_first_tokens_are_in_milliseconds() -> None:
    table = first_tokens_table([Comparison("short", "bare", PAIRS)], most_ms=7)
    [row] = [line for line in shown(table) if "short" in line]
    assert "10" in row
    assert "+6.0 to +6.0" in row


def test_starts_have_their_median_and_range() -> None:
    [row] = [line for line in shown(starts_table({"ours": [3, 1, 2]})) if "ours" in line]
    assert row.split() == ["ours", "2.00", "1.00", "3.00"]

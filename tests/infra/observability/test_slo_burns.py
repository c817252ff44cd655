import pytest

from infra.config.rules.objectives import FASTEST_BURN
from infra.observability.slo_burns import BURNS, FASTEST, window_name


def test_budget_spent_before_somebody_is_told_is_that_of_the_workbook() -> None:
    spent = [100 * burn.factor * burn.long_s / (30 * 24 * 3600) for burn in BURNS]
    assert spent == pytest.approx([2, 5])


def test_fastest_is_the_one_that_the_rules_know() -> None:
    assert max(burn.factor for burn in BURNS) == FASTEST.factor == FASTEST_BURN


def test_short_window_is_a_twelfth_of_the_long_one() -> None:
    assert {burn.long_s / burn.short_s for burn in BURNS} == {12}


@pytest.mark.parametrize(
    ("seconds", "name"), [(300, "5 minutes"), (3600, "1 hour"), (21600, "6 hours")]
)
def test_window_is_named(seconds: int, name: str) -> None:
    assert window_name(seconds) == name

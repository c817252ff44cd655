import pytest

from functions.metrics.timeliness import publishable

NOW_S = 1_795_342_530.0
NOW = int(NOW_S // 60)


@pytest.mark.parametrize("minute", [NOW, NOW + 100, NOW - 14 * 24 * 60 + 10])
def test_two_weeks_back_and_two_hours_ahead_can_be_published(minute: int) -> None:
    assert publishable(NOW_S)(minute)


@pytest.mark.parametrize("minute", [NOW + 121, NOW - 14 * 24 * 60 - 1, 0, -(10**9)])
def test_what_is_older_or_later_cannot(minute: int) -> None:
    assert not publishable(NOW_S)(minute)

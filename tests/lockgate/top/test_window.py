from datetime import timedelta

import pytest

from lockgate.errors import CommandError
from lockgate.top.window import read_interval, read_window, window_until
from tests.lockgate.fake_metrics import MINUTE, NOW

FIVE = timedelta(minutes=5)


def test_window_ends_with_the_present_minute() -> None:
    span = window_until(NOW, FIVE).span

    assert span.end == MINUTE + timedelta(minutes=1)
    assert span.end - span.start == FIVE


def test_rates_are_of_the_time_that_is_over() -> None:
    assert window_until(NOW, FIVE).elapsed_s == 260


def test_history_is_at_least_twenty_minutes() -> None:
    assert window_until(NOW, FIVE).history.seconds == 20 * 60
    assert window_until(NOW, timedelta(hours=1)).history.seconds == 60 * 60


@pytest.mark.parametrize("text", ["2m", "5m", "24h", "120s"])
def test_window_is_read(text: str) -> None:
    assert read_window(text) % timedelta(minutes=1) == timedelta(0)


@pytest.mark.parametrize("text", ["0m", "1m", "90s", "150s", "25h", "30s"])
def test_window_that_metrics_cannot_answer_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match=f"--window {text} is not between 2m and 24h in whole"):
        read_window(text)


def test_window_without_a_unit_is_refused() -> None:
    with pytest.raises(CommandError, match="--window: '5' is not a duration"):
        read_window("5")


@pytest.mark.parametrize("text", ["500ms", "2h"])
def test_interval_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match=f"--interval {text} is not between 1s and 1h"):
        read_interval(text)

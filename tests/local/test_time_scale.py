import pytest

from lockgate.local.time_scale import TimeScale


def test_a_minute_of_aws_lasts_a_second_at_sixty() -> None:
    assert TimeScale(60).seconds(60) == 1


def test_a_second_is_a_minute_of_aws_at_sixty() -> None:
    assert TimeScale(60).aws_seconds(1) == 60


def test_without_a_factor_time_is_real() -> None:
    assert TimeScale().seconds(300) == 300


@pytest.mark.parametrize("factor", [0, -1, float("nan")])
def test_a_factor_that_is_not_positive_is_refused(factor: float) -> None:
    with pytest.raises(ValueError, match=r"stops the clock; use more than 0"):
        TimeScale(factor)

from lockgate.top.sparkline import sparkline


def test_highest_value_has_the_highest_bar() -> None:
    assert sparkline([1, 4, 8], width=3) == "▂▅█"


def test_minute_without_data_is_no_bar() -> None:
    assert sparkline([None, 1], width=2) == "·█"


def test_zero_is_the_lowest_bar() -> None:
    assert sparkline([0, 0], width=2) == "▁▁"


def test_last_values_are_shown() -> None:
    assert sparkline([8, 1, 1], width=2) == "██"

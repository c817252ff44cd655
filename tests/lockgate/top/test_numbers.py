import pytest

from lockgate.top import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        (0, "0.0 ms"),
        (0.04, "<0.1 ms"),
        (9.87, "9.9 ms"),
        (168.2, "168 ms"),
        (1020, "1.02 s"),
        (62_040, "62.0 s"),
    ],
)
def test_milliseconds(value: float | None, text: str) -> None:
    assert numbers.milliseconds(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (0, "0.0"), (0.0007, "<0.1"), (0.4, "0.4"), (36.4, "36"), (12_345, "12.3k")],
)
def test_rate(value: float | None, text: str) -> None:
    assert numbers.rate(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, "-"), (0, "0 %"), (0.01, "<0.1 %"), (0.84, "0.8 %"), (12.2, "12 %")]
)
def test_percent_of_few_is_not_none(value: float | None, text: str) -> None:
    assert numbers.percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, "-"), (0, "0.00"), (0.001, "<0.01"), (1.22, "1.22"), (1204, "1,204")]
)
def test_dollars(value: float | None, text: str) -> None:
    assert numbers.dollars(value) == text

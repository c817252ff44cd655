"""The tables of "Configuring how CloudWatch alarms treat missing data"."""

import pytest

from lockgate.local.alarms.missing import state_of

OK, ALARM, NONE, KEPT = "OK", "ALARM", "INSUFFICIENT_DATA", None
VALUES = {"X": True, "0": False, "-": None}
TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")


def states(points: str, *, needed: int) -> list[str | None]:
    """The state for each treatment of missing data, with three evaluation periods."""
    breaching = [VALUES[point] for point in points.split()]
    return [
        state_of(breaching, wanted=3, needed=needed, missing=treatment) for treatment in TREATMENTS
    ]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("0 - X - X", [OK, OK, OK, OK]),
        ("0 - - - -", [OK, OK, OK, OK]),
        ("- - - - -", [NONE, KEPT, ALARM, OK]),
        ("0 X X - X", [ALARM, ALARM, ALARM, ALARM]),
        ("- - X - -", [ALARM, KEPT, ALARM, OK]),
    ],
)
def test_an_alarm_that_needs_three_of_three(points: str, expected: list[str | None]) -> None:
    assert states(points, needed=3) == expected


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("0 - X - X", [ALARM, ALARM, ALARM, ALARM]),
        ("0 0 X 0 X", [ALARM, ALARM, ALARM, ALARM]),
        ("0 - X - -", [OK, OK, ALARM, OK]),
        ("- - - - 0", [OK, OK, ALARM, OK]),
        ("- - - X -", [ALARM, KEPT, ALARM, OK]),
    ],
)
def test_an_alarm_that_needs_two_of_three(points: str, expected: list[str | None]) -> None:
    assert states(points, needed=2) == expected


def test_the_first_breaching_point_alone_raises_no_alarm() -> None:
    assert states("- - - - X", needed=2)[:2] == [KEPT, KEPT]

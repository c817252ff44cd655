from datetime import timedelta

import pytest

from infra.config.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("500ms", timedelta(milliseconds=500)),
        ("30s", timedelta(seconds=30)),
        ("10m", timedelta(minutes=10)),
        ("2h", timedelta(hours=2)),
        ("30d", timedelta(days=30)),
        ("0s", timedelta(0)),
    ],
)
def test_duration_reads_and_writes(text: str, duration: timedelta) -> None:
    assert parse_duration(text) == duration
    assert format_duration(duration) == text


def test_duration_is_written_in_the_largest_whole_unit() -> None:
    assert format_duration(timedelta(seconds=600)) == "10m"
    assert format_duration(timedelta(seconds=90)) == "90s"


def test_duration_beyond_ten_years() -> None:
    with pytest.raises(ValueError, match="'3651d' is longer than 3650d"):
        parse_duration("3651d")
    with pytest.raises(ValueError, match="is longer than 3650d"):
        parse_duration("9" * 5000 + "s")


@pytest.mark.parametrize("text", ["10", "10 m", "m", "1.5h", "-5s", 600, None, "10m\n"])
def test_text_that_is_no_duration(text: object) -> None:
    with pytest.raises(ValueError, match="is not a duration; write a whole number and a unit"):
        parse_duration(text)

from datetime import UTC, datetime, timedelta

import pytest

from lockgate.errors import CommandError
from lockgate.replay.moments import read_moment
from tests.lockgate.replay.samples import NOW


@pytest.mark.parametrize(
    "text",
    ["2026-11-22T08:00:00Z", "2026-11-22T08:00Z", "2026-11-22T08:00", "2026-11-22T09:00+01:00"],
)
def test_iso_8601_is_in_utc_unless_it_says_otherwise(text: str) -> None:
    assert read_moment("--from", text, now=NOW) == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def test_day_begins_at_midnight() -> None:
    assert read_moment("--from", "2026-11-22", now=NOW).hour == 0


def test_duration_is_how_long_ago() -> None:
    assert read_moment("--from", "2h", now=NOW) == NOW - timedelta(hours=2)


def test_now_is_now() -> None:
    assert read_moment("--to", "now", now=NOW) == NOW


@pytest.mark.parametrize("text", ["yesterday", "2 h", "22.11.2026", ""])
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(CommandError, match="write ISO 8601 as in 2026-11-22T08:00Z, or how long"):
        read_moment("--from", text, now=NOW)

from datetime import timedelta

import pytest

from lockgate.errors import CommandError
from lockgate.metric_data import Span
from lockgate.replay.range import hours, require_range
from tests.lockgate.replay.samples import NOW, TEN

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def spans(start: timedelta, end: timedelta, *, publish: bool = False) -> Span:
    """The range between two times before now."""
    return require_range(NOW - start, NOW - end, now=NOW, publish=publish)


def test_whole_minutes_are_replayed() -> None:
    span = spans(timedelta(hours=1), timedelta(0))

    assert (span.start.second, span.end) == (0, NOW.replace(second=0))


def test_end_in_the_future_is_refused() -> None:
    with pytest.raises(CommandError, match="--to 2026-11-22T10:31Z is in the future; write --to"):
        spans(DAY, -MINUTE)


def test_start_after_the_end_is_refused() -> None:
    message = "--from 2026-11-22T10:29Z is not before --to 2026-11-22T10:28Z"

    with pytest.raises(CommandError, match=message):
        spans(MINUTE, 2 * MINUTE)


def test_less_than_a_minute_is_refused() -> None:
    with pytest.raises(CommandError, match="at least a minute apart"):
        spans(10 * SECOND, SECOND)


def test_time_of_which_cloudwatch_keeps_no_minutes_is_refused() -> None:
    with pytest.raises(CommandError) as caught:
        spans(16 * DAY, DAY)
    assert str(caught.value) == (
        "--from 2026-11-06T10:30Z is too long ago: CloudWatch keeps the values of minutes for "
        "15 days; begin at 2026-11-07T10:31Z or later"
    )


def test_time_of_which_cloudwatch_takes_no_values_is_refused_for_publishing() -> None:
    with pytest.raises(
        CommandError, match="takes no values older than 14 days; begin at 2026-11-08"
    ):
        spans(14 * DAY + MINUTE, DAY, publish=True)


def test_time_that_cannot_be_published_can_be_compared() -> None:
    assert spans(14 * DAY + MINUTE, DAY).seconds == (13 * DAY + MINUTE).total_seconds()


def test_hours_are_those_of_the_clock() -> None:
    span = Span(TEN - 90 * MINUTE, TEN + 5 * MINUTE)

    assert [hour.start.strftime("%H:%M") for hour in hours(span)] == ["08:30", "09:00", "10:00"]
    assert [hour.seconds for hour in hours(span)] == [1800, 3600, 300]

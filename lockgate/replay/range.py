"""The time that is computed again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lockgate.errors import CommandError
from lockgate.metric_data import Span

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
KEPT = timedelta(days=15)
"""For which CloudWatch keeps the values of single minutes."""
ACCEPTED = timedelta(days=14)
"""How old data may be that CloudWatch takes; a part of the first day is lost to the way there.
Source of both: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
"""


def require_range(start: datetime, end: datetime, *, now: datetime, publish: bool) -> Span:
    """Return the whole minutes between two times.

    Raises:
        CommandError: there are none, or they are not over, or too old.
    """
    start, end = _minute(start), _minute(end)
    if end > now:
        raise CommandError(f"--to {_shown(end)} is in the future", fix="write --to now")
    if start >= end:
        raise CommandError(
            f"--from {_shown(start)} is not before --to {_shown(end)}",
            fix="let them be at least a minute apart",
        )
    _require_young(start, KEPT, now, "CloudWatch keeps the values of minutes for 15 days")
    if publish:
        _require_young(start, ACCEPTED, now, "CloudWatch takes no values older than 14 days")
    return Span(start, end)


def hours(span: Span) -> Iterator[Span]:
    """Yield the hours of the clock in a span; the first and the last may be shorter."""
    start = span.start
    while start < span.end:
        end = min(start.replace(minute=0) + HOUR, span.end)
        yield Span(start, end)
        start = end


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _require_young(start: datetime, age: timedelta, now: datetime, why: str) -> None:
    if start < now - age:
        oldest = _minute(now - age) + MINUTE
        raise CommandError(
            f"--from {_shown(start)} is too long ago: {why}",
            fix=f"begin at {_shown(oldest)} or later",
        )


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%MZ}"

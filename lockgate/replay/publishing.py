"""Publish the minutes that CloudWatch lacks, and only those: it adds, it never replaces."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from lockgate.metric_data import Span
from lockgate.replay.function import Minute, ReplayFunction
from lockgate.replay.range import hours

SETTLED = timedelta(hours=7)
"""Age at which a minute that CloudWatch lacks is taken for lost. Records are stored before they are
counted, and a batch that fails comes again for six hours (MaximumRecordAgeInSeconds of the stream's
mapping): a younger minute may still be counted, and would count twice then."""


def settled(missing: Iterable[Minute], *, now: datetime) -> list[Minute]:
    """Return the minutes that nobody else will publish any more."""
    return [minute for minute in missing if minute.at <= now - SETTLED]


def publish(function: ReplayFunction, minutes: Iterable[Minute], span: Span) -> int:
    """Let the function publish minutes; returns how many it has not published before.

    Raises:
        CommandError: the function failed. The minutes of earlier hours are published then.
        ClientError: AWS refused.
    """
    listed, count = sorted(minutes), 0
    for hour in hours(span):
        of_hour = [minute for minute in listed if hour.start <= minute.at < hour.end]
        if of_hour:
            count += function.run(hour, publish=of_hour).published
    return count

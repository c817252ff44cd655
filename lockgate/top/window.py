"""The time that the figures are of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from infra.config.duration import parse_duration
from lockgate.errors import CommandError
from lockgate.metric_data import Span

MINUTE = timedelta(minutes=1)
SHORTEST = 2 * MINUTE
"""The present minute is a part of it: alone, its first seconds would stand for all of it."""
LONGEST = timedelta(days=1)
"""CloudWatch's longest period."""
HISTORY = timedelta(minutes=20)
"""What the sparkline shows, at least."""


@dataclass(frozen=True)
class Window:
    """The last minutes, the present one included."""

    span: Span
    now: datetime

    @property
    def elapsed_s(self) -> float:
        """Seconds of it that are over."""
        return (self.now - self.span.start).total_seconds()

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.span.end - self.span.start

    @property
    def history(self) -> Span:
        """The time of the sparkline."""
        return Span(self.span.end - max(HISTORY, self.length), self.span.end)


def window_until(now: datetime, length: timedelta) -> Window:
    """Return the window that ends with the present minute: metrics are published by the minute."""
    end = now.replace(second=0, microsecond=0) + MINUTE
    return Window(Span(end - length, end), now)


def read_window(text: str) -> timedelta:
    """Read the length of a window: `5m`.

    Raises:
        CommandError: it is no duration, no whole minutes, less than two or more than a day.
    """
    length = read_duration("--window", text)
    if length % MINUTE or not SHORTEST <= length <= LONGEST:
        raise CommandError(
            f"--window {text} is not between 2m and 24h in whole minutes, which is how the "
            "metrics are published",
            fix="write one such as 5m",
        )
    return length


def read_interval(text: str) -> timedelta:
    """Read the time between two looks: `5s`.

    Raises:
        CommandError: it is no duration, or outside 1 s and an hour.
    """
    interval = read_duration("--interval", text)
    if not timedelta(seconds=1) <= interval <= timedelta(hours=1):
        raise CommandError(
            f"--interval {text} is not between 1s and 1h", fix="write one such as 5s"
        )
    return interval


def read_duration(option: str, text: str) -> timedelta:
    """Read a duration that an option gives.

    Raises:
        CommandError: it is none.
    """
    try:
        return parse_duration(text)
    except ValueError as error:
        raise CommandError(f"{option}: {error}") from None


def words(length: timedelta) -> str:
    """Return a time as people say it: `5 min`."""
    return f"{length // MINUTE} min"

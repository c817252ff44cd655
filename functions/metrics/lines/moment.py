"""When a line was written."""

from datetime import UTC, datetime


def of_event(timestamp_ms: int) -> datetime:
    """The time of a log event, for lines that carry none of their own.

    Raises:
        ValueError: it is outside of the years that Python can write.
    """
    try:
        return datetime.fromtimestamp(timestamp_ms / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        raise ValueError("the log event's timestamp is no time") from None


def of_line(text: str) -> datetime:
    """An ISO 8601 time with its zone: `2025-08-09T19:36:02.798333Z`.

    Raises:
        ValueError: it is none, or has no zone.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("the line's time is not in ISO 8601") from None
    if time.tzinfo is None:
        raise ValueError("the line's time has no zone")
    return time

"""Points in time as people write them: ISO 8601, `2h` (ago), `now`."""

import re
from datetime import UTC, datetime

from infra.config.duration import PATTERN, parse_duration
from lockgate.errors import CommandError


def read_moment(option: str, text: str, *, now: datetime) -> datetime:
    """Read a point in time; one without an offset is in UTC.

    Raises:
        CommandError: the text has none of the forms.
    """
    try:
        if text == "now":
            return now
        if re.fullmatch(PATTERN, text):
            return now - parse_duration(text)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"{option} {text!r} is no time ({error})",
            fix="write ISO 8601 as in 2026-11-22T08:00Z, or how long ago as in 2h, or now",
        ) from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

"""What a replay is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from .aggregate import Key
from .envelope import Place

MAX_MINUTES = 60
"""Of one call, so that its answer stays small and it ends in time."""
FORM = "%Y-%m-%dT%H:%M:00Z"
"""How a minute is written, in UTC."""


class ReplayRequestError(ValueError):
    """The event asks for what cannot be done."""


@dataclass(frozen=True)
class ReplayRequest:
    """Minutes since 1970, and what shall be published of them."""

    start: int
    end: int
    """The first minute that is not asked for."""
    publish: Sequence[Key] = ()

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> Self:
        """The request of an event.

        Raises:
            ReplayRequestError: a key is missing or wrong, or it is too much for one call.
        """
        request = cls(
            _minute(event, "from"),
            _minute(event, "to"),
            [_key(entry) for entry in event.get("publish") or ()],
        )
        asked = request.end - request.start
        if not 0 < asked <= MAX_MINUTES:
            raise ReplayRequestError(
                f"from {event['from']} to {event['to']} are {asked} minutes;"
                f" one call replays 1 to {MAX_MINUTES}"
            )
        for key in request.publish:
            if not request.has(key.minute):
                raise ReplayRequestError(
                    f"publish names {written(key.minute)}, which is not within from and to"
                )
            if request.publish.count(key) > 1:
                raise ReplayRequestError(
                    f"publish names {written(key.minute)} of {key.place.endpoint}, variant"
                    f" {key.place.variant}, twice: CloudWatch would count it twice"
                )
        return request

    def has(self, minute: int) -> bool:
        """Whether a minute is asked for."""
        return self.start <= minute < self.end


def written(minute: int) -> str:
    """A minute since 1970 as text."""
    return datetime.fromtimestamp(minute * 60, UTC).strftime(FORM)


def listed(key: Key) -> dict[str, str]:
    """A minute of a variant, as an event lists it."""
    return {
        "endpoint": key.place.endpoint,
        "variant": key.place.variant,
        "minute": written(key.minute),
    }


def _key(entry: Mapping[str, Any]) -> Key:
    for name in ("endpoint", "variant"):
        if not isinstance(entry.get(name), str):
            raise ReplayRequestError(f"an entry of publish has no {name}")
    return Key(Place(entry["endpoint"], entry["variant"]), _minute(entry, "minute"))


def _minute(entry: Mapping[str, Any], name: str) -> int:
    text = entry.get(name)
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        time = datetime.min
    if time.tzinfo is None or time.second or time.microsecond:
        raise ReplayRequestError(
            f"{name} is {text!r}; it must be a whole minute such as 2026-11-22T10:15:00Z"
        )
    return int(time.timestamp() // 60)

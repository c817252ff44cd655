"""Lambda's entry: recomputes the metrics of up to an hour from the stored records."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from time import time
from typing import Any

from functions.emf import write

from .aggregate import Aggregate, Key
from .clients import s3
from .envelope import Envelope, EnvelopeError
from .line import read
from .published import claim
from .replay_request import ReplayRequest, ReplayRequestError, listed, written
from .rows import rows
from .seen import Seen
from .settings import Settings
from .stored import envelopes, hours
from .timeliness import publishable


@dataclass
class Replayed:
    """What the stored records say."""

    aggregate: Aggregate = field(default_factory=Aggregate)
    objects: int = 0
    records: int = 0
    """Inferences in the minutes that were asked for."""
    unparsable: int = 0
    """Lines that came in those minutes and cannot be read."""


def on_event(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Recompute the metrics of some minutes, and publish those that the event names.

    Args:
        event: `from` and `to` (whole minutes, ISO 8601 with a time zone, at most an hour apart) and
            `publish`: null, or a list of `endpoint`, `variant` and `minute`. CloudWatch adds what
            is published to what it has: name only minutes of which it has nothing. Those that a
            replay has published before are left alone.

    Returns:
        `minutes` (one row for each minute of a variant), `objects` that were read, `records` in
        those minutes, `unparsable` lines, `published` minutes, listed as they were asked for.

    Raises:
        ReplayRequestError: the event is wrong, or names a minute that cannot be published.
    """
    request = ReplayRequest.of(event)
    client, bucket = s3(), Settings.of(os.environ).bucket
    prefixes = hours(request.start, request.end)
    found = replayed(envelopes(bucket, client, prefixes), request)
    published = _publish(found.aggregate, request, bucket, client)
    return {
        "minutes": rows(found.aggregate),
        "objects": found.objects,
        "records": found.records,
        "unparsable": found.unparsable,
        "published": [listed(key) for key in published],
    }


def replayed(stored: Iterable[Envelope], request: ReplayRequest) -> Replayed:
    """What records say of these minutes; a log event counts once, as far as Seen reaches."""
    found, seen = Replayed(), Seen()
    for envelope in stored:
        found.objects += 1
        events = seen.fresh(envelope.log_events)
        try:
            place = envelope.place
        except EnvelopeError:
            found.unparsable += sum(request.has(event.timestamp // 60_000) for event in events)
            continue
        lines = read(events, _any)
        found.unparsable += sum(
            request.has(trouble.timestamp_ms // 60_000) for trouble in lines.troubles
        )
        for minute in filter(request.has, lines.minutes):
            found.aggregate.add(place, minute, lines.minutes[minute])
            found.records += len(lines.minutes[minute])
    return found


def _any(_minute: int) -> bool:
    """Every minute can be recomputed, also one that CloudWatch takes no metrics of any more."""
    return True


def _publish(aggregate: Aggregate, request: ReplayRequest, bucket: str, client: Any) -> list[Key]:
    can_publish = publishable(time())
    for key in request.publish:
        what = f"{key.place.endpoint}, variant {key.place.variant}, {written(key.minute)}"
        if key not in aggregate.groups():
            raise ReplayRequestError(f"{what}: no record of it is stored, so nothing to publish")
        if not can_publish(key.minute):
            raise ReplayRequestError(f"{what}: CloudWatch takes no metrics older than two weeks")
    claimed: list[Key] = []
    try:
        claim(bucket, client, request.publish, claimed)
    finally:  # What is claimed can be published now or never.
        write(line for key in claimed for line in aggregate.of(key))
    return claimed

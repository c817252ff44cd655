"""One record of Kinesis: what is stored of it, and what it adds to the metrics."""

import base64
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from .arrival import Arrival
from .envelope import Envelope, EnvelopeError, Place, digest, open_envelope
from .keys import quarantine_key, record_key
from .line import Trouble, read
from .record import Inference
from .seen import Seen


class Item(msgspec.Struct, frozen=True, gc=False):
    """An object to be stored."""

    key: str
    body: bytes


class Reading(msgspec.Struct, frozen=True, gc=False):
    """A record that was read."""

    arrival: Arrival
    item: Item
    """What makes the record stored: itself, or what is told of it when it cannot be read."""
    notes: Item | None = None
    """What is told of lines of it that were not counted."""
    place: Place | None = None
    minutes: Mapping[int, Sequence[Inference]] = {}
    """Inferences by minute since 1970."""
    unparsable: Mapping[int, int] = {}
    """How many lines, or records, were not counted, by minute."""
    lines: int = 1
    """How many it has, as a measure of its size in memory."""


class Reader:
    """Reads the records of one batch."""

    def __init__(self, accepts: Callable[[int], bool], now_s: float) -> None:
        self._accepts = accepts
        self._this_minute = int(now_s // 60)
        self._seen = Seen()

    def read(self, arrival: Arrival) -> Reading | None:
        """What a record says; None when it says nothing. A broken one is no error.

        An endpoint's events are counted once, however many records of the batch have them.
        """
        try:
            data = base64.b64decode(arrival.data, validate=True)
            envelope = open_envelope(data)
            if envelope.message_type == "CONTROL_MESSAGE":
                return None
            return self._read(arrival, data, envelope)
        except Exception as error:
            return self._unreadable(arrival, _reason(error))

    def _read(self, arrival: Arrival, data: bytes, envelope: Envelope) -> Reading:
        identity = envelope.identity
        time_s = envelope.log_events[0].timestamp / 1000
        item = Item(record_key(time_s, identity), data)
        try:
            place = envelope.place
        except EnvelopeError as error:
            notes = _notes(arrival, str(error), envelope)
            unparsable = Counter(self._minute(e.timestamp) for e in envelope.log_events)
            return Reading(
                arrival,
                item,
                Item(quarantine_key(time_s, identity), notes),
                unparsable=unparsable,
            )
        size = len(envelope.log_events)
        lines = read(self._seen.fresh(envelope.log_events), self._accepts)
        if not lines.troubles:
            return Reading(arrival, item, place=place, minutes=lines.minutes, lines=size)
        notes = _notes(arrival, "lines were not counted", envelope, lines.troubles)
        return Reading(
            arrival,
            item,
            Item(quarantine_key(time_s, identity), notes),
            place,
            lines.minutes,
            Counter(self._minute(trouble.timestamp_ms) for trouble in lines.troubles),
            size,
        )

    def _unreadable(self, arrival: Arrival, reason: str) -> Reading:
        key = quarantine_key(arrival.time_s, digest(arrival.data.encode()))
        item = Item(key, _notes(arrival, reason))
        return Reading(arrival, item, unparsable={self._minute(arrival.time_s * 1000): 1})

    def _minute(self, time_ms: float) -> int:
        """The minute, or this one when CloudWatch would not take it."""
        minute = int(time_ms // 60_000)
        return minute if self._accepts(minute) else self._this_minute


def _notes(
    arrival: Arrival,
    reason: str,
    envelope: Envelope | None = None,
    troubles: Sequence[Trouble] = (),
) -> bytes:
    """JSON that tells why something was not counted, and where it is; no text of a line."""
    where = {"shard_id": arrival.shard_id, "sequence_number": arrival.sequence_number}
    if envelope is not None:
        where |= {"log_group": envelope.log_group, "log_stream": envelope.log_stream}
    events = [{"id": trouble.event_id, "reason": trouble.reason} for trouble in troubles]
    notes: dict[str, Any] = {"reason": reason, "where": where, "events": events}
    if envelope is None:
        notes["data"] = arrival.data
    return json.dumps(notes, separators=(",", ":")).encode()


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, EnvelopeError) else f"unexpected {type(error).__name__}"

"""Lines of a log as inferences, by the minute in which they ended."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from .envelope import LogEvent
from .lines import PARSERS
from .record import Inference

MARK = '"lockgate"'
"""The key that only lines of our own containers have."""
MAX_REASON = 200
UNKNOWN = "the line is in no format that is known"


class OwnLine(Inference, kw_only=True, gc=False):
    """The line of our own containers, `inference_code/telemetry`; keys beyond these are skipped."""

    lockgate: Literal["inference"]


class Trouble(NamedTuple):
    """A line that was not counted."""

    event_id: str
    timestamp_ms: int
    """Of the log event: the line's own time is not known."""
    reason: str


class Lines(NamedTuple):
    """What some lines say."""

    minutes: Mapping[int, Sequence[Inference]]
    """Inferences by minute since 1970."""
    troubles: Sequence[Trouble]


_decode = msgspec.json.Decoder(OwnLine).decode


def read(events: Sequence[LogEvent], accepts: Callable[[int], bool]) -> Lines:
    """What the lines say; a line that cannot be read or counted is a trouble, and no error.

    Args:
        events: of one log stream.
        accepts: whether inferences of a minute (since 1970) can be counted.
    """
    try:
        minutes = _by_minute([_decode(event.message) for event in events])
    except Exception:
        return _one_by_one(events, accepts)
    if all(map(accepts, minutes)):
        return Lines(minutes, ())
    return _one_by_one(events, accepts)


def parse(message: str, timestamp_ms: int) -> Inference:
    """The inference that a line tells of.

    Args:
        message: the line.
        timestamp_ms: when CloudWatch Logs got it, since 1970.

    Raises:
        ValueError: the line is in no known format, or a key of it is missing or wrong.
    """
    if MARK in message and message.lstrip().startswith("{"):
        return _own(message)
    for parser in PARSERS:
        inference = parser(message, timestamp_ms)
        if inference is not None:
            return inference
    raise ValueError(UNKNOWN)


def _own(message: str) -> Inference:
    try:
        return _decode(message)
    except msgspec.ValidationError as error:
        if "$.lockgate" in str(error):  # The one message of msgspec that repeats a value.
            raise ValueError(UNKNOWN) from None
        raise


def _by_minute(inferences: Sequence[Inference]) -> Mapping[int, Sequence[Inference]]:
    first = _minute(inferences[0].time)
    if len(inferences) == 1:
        return {first: inferences}
    times = [inference.time for inference in inferences]
    if _minute(min(times)) == _minute(max(times)):
        # As nearly always: CloudWatch Logs sends lines on within seconds.
        return {first: inferences}
    minutes = defaultdict(list)
    for inference in inferences:
        minutes[_minute(inference.time)].append(inference)
    return minutes


def _one_by_one(events: Iterable[LogEvent], accepts: Callable[[int], bool]) -> Lines:
    minutes: dict[int, list[Inference]] = defaultdict(list)
    troubles = []
    for event in events:
        try:
            inference = parse(event.message, event.timestamp)
            minute = _minute(inference.time)
            if not accepts(minute):
                raise ValueError("its time is out of what CloudWatch takes metrics of")
            minutes[minute].append(inference)
        except Exception as error:
            troubles.append(Trouble(event.id, event.timestamp, _reason(error)))
    return Lines(minutes, troubles)


def _minute(time: datetime) -> int:
    return int(time.timestamp() // 60)


def _reason(error: Exception) -> str:
    """What is told of an error. Only messages of parsers are known to have no text of a line."""
    if isinstance(error, ValueError):
        return str(error)[:MAX_REASON]
    return f"unexpected {type(error).__name__}"

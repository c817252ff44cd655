"""What CloudWatch Logs puts into a Kinesis record: JSON, compressed with gzip.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LARGEST = 1 << 20
"""Bytes of one record's data, and of the log events in it before they are compressed."""


@dataclass(frozen=True)
class Source:
    """Where log events come from, and the filter that picks them."""

    owner: str
    """The account that the events are of."""
    group: str
    stream: str
    filter: str


@dataclass(frozen=True)
class Event:
    """One log event."""

    id: str
    timestamp: int
    """Milliseconds since 1970."""
    message: str


def data_messages(source: Source, events: Sequence[Event]) -> Iterator[bytes]:
    """The events in as few envelopes as possible, each of at most 1 MB."""
    for some in _split(events):
        yield _packed(
            {
                "messageType": "DATA_MESSAGE",
                "owner": source.owner,
                "logGroup": source.group,
                "logStream": source.stream,
                "subscriptionFilters": [source.filter],
                "logEvents": [vars(event) for event in some],
            }
        )


def control_message(timestamp: int) -> bytes:
    """What a stream gets when a filter is made: AWS looks whether it can be reached.

    Member for member as in a record that AWS wrote in 2020, which several parsers of such records
    keep among their tests; the documentation only says that there are such messages.
    """
    text = "CWL CONTROL MESSAGE: Checking health of destination Kinesis stream."
    return _packed(
        {
            "messageType": "CONTROL_MESSAGE",
            "owner": "CloudwatchLogs",
            "logGroup": "",
            "logStream": "",
            "subscriptionFilters": [],
            "logEvents": [vars(Event("", timestamp, text))],
        }
    )


def event_id(timestamp: int, number: int) -> str:
    """The id of an event, of 56 digits for every time from 1984 to 2112.

    AWS's ids are the time in milliseconds, shifted by 144 bits, and a number below: the documented
    `31953106606966983378809025079804211143289615424298221568` is of 1432826855000, and those of
    one request follow each other.
    """
    return str((timestamp << 144) + number)


def _split(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    some: list[Event] = []
    size = 0
    for event in events:
        length = len(event.message.encode())
        if some and size + length > LARGEST:
            yield some
            some, size = [], 0
        some.append(event)
        size += length
    if some:
        yield some


def _packed(envelope: Mapping[str, Any]) -> bytes:
    text = json.dumps(envelope, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)

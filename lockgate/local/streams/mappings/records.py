"""Records of a shard, and the event that a function gets.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

LARGEST_PAYLOAD = 6 * 1024 * 1024
"""Bytes of one event as JSON."""


@dataclass(frozen=True)
class Record:
    """One record of a stream."""

    sequence_number: str
    partition_key: str
    data: str
    """Base64."""
    arrival: float
    """Seconds since 1970."""

    @cached_property
    def order(self) -> int:
        """The place among the records of its shard."""
        return int(self.sequence_number)

    def lane(self, count: int) -> int:
        """Which of several batches at once it belongs to: those of one key stay in order."""
        if count == 1:
            return 0
        return hashlib.md5(self.partition_key.encode(), usedforsecurity=False).digest()[0] % count


@dataclass(frozen=True)
class Shard:
    """A shard of a stream, as events name it."""

    id: str
    stream_arn: str
    role_arn: str
    """Of the function."""

    def event(self, records: Sequence[Record]) -> dict[str, Any]:
        """The event of a batch."""
        return {"Records": [self.entry(record) for record in records]}

    def entry(self, record: Record) -> dict[str, Any]:
        """A record in an event."""
        return {
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": record.partition_key,
                "sequenceNumber": record.sequence_number,
                "data": record.data,
                "approximateArrivalTimestamp": record.arrival,
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": f"{self.id}:{record.sequence_number}",
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": self.role_arn,
            "awsRegion": self.stream_arn.split(":")[3],
            "eventSourceARN": self.stream_arn,
        }

    def size(self, record: Record) -> int:
        """Bytes that a record takes in an event."""
        empty = Record(record.sequence_number, record.partition_key, "", record.arrival)
        separator = 2
        return len(json.dumps(self.entry(empty))) + len(record.data) + separator


def failed_at(response: Any, records: Sequence[Record]) -> int | None:
    """The place of the first record that a response reports as failed; None if all went well.

    The lowest sequence number counts (ESM-02), and 0 means the whole batch: also where an
    identifier is empty, null, unknown or missing.
    https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
    """
    failures = response.get("batchItemFailures") if isinstance(response, Mapping) else None
    if not failures:
        return None
    places = {record.sequence_number: place for place, record in enumerate(records)}
    reported = [_place(failure, places) for failure in failures]
    return min(reported) if isinstance(failures, list) else 0


def _place(failure: Any, places: Mapping[str, int]) -> int:
    identifier = failure.get("itemIdentifier") if isinstance(failure, Mapping) else None
    return places.get(identifier, 0) if isinstance(identifier, str) else 0

"""Shards of MiniStack's Kinesis streams."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lockgate.local.streams.mappings.records import LARGEST_PAYLOAD, Record

MOST = 10_000
"""Records that one look at a shard reads; that many GetRecords returns."""
BEFORE_ALL = -1
"""A position before every record."""


class StreamShards:
    """Reads them by sequence number, so that records which expire move nothing."""

    def __init__(self, kinesis: Any) -> None:
        self._kinesis = kinesis

    def ids(self, arn: str) -> list[str]:
        """The shards of a stream; none if it is not there, or not active."""
        stream = self._stream(arn)
        return list(stream["shards"]) if stream and stream["StreamStatus"] == "ACTIVE" else []

    def latest(self, arn: str) -> dict[str, int]:
        """The position behind the last record of each shard."""
        return {
            shard: self._position(records[-1]) if (records := self._records(arn, shard)) else -1
            for shard in self.ids(arn)
        }

    def read(
        self,
        arn: str,
        shard: str,
        *,
        position: int,
        room: int,
        wanted: Callable[[Record], bool],
        now: float,
    ) -> tuple[Sequence[Record], int]:
        """Up to `room` wanted records behind a position, and the last position looked at.

        They end where one event has no room for more. Those older than the stream's retention are
        gone.
        """
        found: list[Record] = []
        size = 0
        for raw in self._following(arn, shard, position, now):
            if len(found) >= room or size >= LARGEST_PAYLOAD:
                break
            record = self._record(raw)
            if wanted(record):
                found.append(record)
                size += len(record.data)
            position = record.order
        return found, position

    def _following(self, arn: str, shard: str, position: int, now: float) -> Iterator[Any]:
        stream, records = self._stream(arn), self._records(arn, shard)
        oldest = now - (stream["RetentionPeriodHours"] * 3600 if stream else 0)
        first = max(
            bisect_right(records, position, key=self._position),
            bisect_left(records, oldest, key=lambda raw: float(raw["ApproximateArrivalTimestamp"])),
        )
        return iter(records[first : first + MOST])

    def _stream(self, arn: str) -> Any:
        """The stream, whatever account and region the request under way is of."""
        _, _, _, region, account, resource = arn.split(":", 5)
        name = resource.removeprefix("stream/")
        stream = self._kinesis._streams.get_scoped(account, region, name)
        return stream if stream and stream["StreamARN"] == arn else None

    def _records(self, arn: str, shard: str) -> Sequence[Any]:
        stream = self._stream(arn) or {"shards": {}}
        records: Sequence[Any] = stream["shards"].get(shard, {"records": []})["records"]
        return records

    def _position(self, raw: Any) -> int:
        return int(raw["SequenceNumber"])

    def _record(self, raw: Any) -> Record:
        return Record(
            raw["SequenceNumber"],
            raw["PartitionKey"],
            raw["Data"],
            raw["ApproximateArrivalTimestamp"],
        )

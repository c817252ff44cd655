"""Shards as MiniStack keeps them."""

from typing import Any

from lockgate.local.ministack.stream_shards import StreamShards

ARN = "arn:aws:kinesis:eu-west-1:000000000000:stream/records"
NOW = 100_000.0


class FakeStreams:
    """The streams of all accounts."""

    def __init__(self, stream: dict[str, Any]) -> None:
        self._stream = stream

    def get_scoped(self, account: str, region: str, name: str) -> dict[str, Any] | None:
        found = (account, region, name) == ("000000000000", "eu-west-1", "records")
        return self._stream if found else None


class FakeKinesis:
    """One stream of one shard."""

    def __init__(self, *records: tuple[int, float]) -> None:
        raw = [
            {
                "SequenceNumber": f"{number:030d}",
                "ApproximateArrivalTimestamp": arrival,
                "Data": "x" * 100,
                "PartitionKey": "one",
            }
            for number, arrival in records
        ]
        self._streams = FakeStreams(
            {
                "StreamARN": ARN,
                "StreamStatus": "ACTIVE",
                "RetentionPeriodHours": 24,
                "shards": {"shard": {"records": raw}},
            }
        )


def numbers(kinesis: FakeKinesis, *, position: int = -1, room: int = 10) -> tuple[list[int], int]:
    shards = StreamShards(kinesis)
    found, last = shards.read(
        ARN, "shard", position=position, room=room, wanted=lambda one: one.order != 3, now=NOW
    )
    return [one.order for one in found], last


def test_records_behind_a_position_are_read() -> None:
    kinesis = FakeKinesis((1, NOW), (2, NOW), (4, NOW))
    assert numbers(kinesis, position=1) == ([2, 4], 4)
    assert numbers(kinesis, position=1, room=1) == ([2], 2)
    assert numbers(kinesis, position=4) == ([], 4)


def test_records_that_nobody_wants_are_passed_over() -> None:
    assert numbers(FakeKinesis((3, NOW))) == ([], 3)


def test_records_older_than_the_retention_are_gone() -> None:
    assert numbers(FakeKinesis((1, NOW - 86_401), (2, NOW - 86_399))) == ([2], 2)


def test_the_latest_position_is_behind_the_last_record() -> None:
    assert StreamShards(FakeKinesis((1, NOW), (2, NOW))).latest(ARN) == {"shard": 2}
    assert StreamShards(FakeKinesis()).latest(ARN) == {"shard": -1}


def test_a_stream_that_is_not_there_has_no_shards() -> None:
    assert StreamShards(FakeKinesis()).ids(ARN + "2") == []

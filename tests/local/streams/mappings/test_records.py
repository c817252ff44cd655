"""Records as events have them."""

import json

from tests.local.streams.mappings.shards import SHARD, record


def test_an_event_is_as_documented() -> None:
    (entry,) = SHARD.event([record(7, arrival=1545084650.987, data="YQ==")])["Records"]
    assert entry == {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "one",
            "sequenceNumber": "7",
            "data": "YQ==",
            "approximateArrivalTimestamp": 1545084650.987,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": "shardId-000000000000:7",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::000000000000:role/reader",
        "awsRegion": "eu-west-1",
        "eventSourceARN": "arn:aws:kinesis:eu-west-1:000000000000:stream/records",
    }


def test_the_sizes_of_records_are_that_of_their_event() -> None:
    records = [record(number, data="YQ==" * number) for number in range(1, 9)]
    whole = len(json.dumps(SHARD.event(records)))
    assert 0 <= whole - sum(map(SHARD.size, records)) < len('{"Records": []}')


def test_one_key_is_in_one_lane() -> None:
    lanes = {record(number, key="one").lane(10) for number in range(5)}
    assert len(lanes) == 1


def test_keys_are_spread_over_the_lanes() -> None:
    assert {record(1, key=str(key)).lane(4) for key in range(100)} == {0, 1, 2, 3}

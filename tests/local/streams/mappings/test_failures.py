"""What destinations hear, as AWS documents it."""

import re

from lockgate.local.streams.mappings.failures import failure_record, object_key, with_payload
from lockgate.local.streams.mappings.lane import Batch, Discard, Outcome
from tests.local.streams.mappings.shards import FAILS, SHARD, record

FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:reader"
NOW = 1573691886.021
UUID = "[0-9a-f]{8}-[0-9a-f-]{27}"


def discard(response: Outcome | None = FAILS) -> Discard:
    records = (record(7, arrival=1573691884.835, data="YQ=="), record(9, arrival=1573691885.58))
    return Discard(Batch(records, calls=3), "RetryAttemptsExhausted", response)


def test_a_record_has_the_documented_members() -> None:
    made = failure_record(discard(), SHARD, FUNCTION, now=NOW)
    assert re.fullmatch(UUID, made["requestContext"].pop("requestId"))
    assert made == {
        "requestContext": {
            "functionArn": FUNCTION,
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": 3,
        },
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled",
        },
        "version": "1.0",
        "timestamp": "2019-11-14T00:38:06.021Z",
        "KinesisBatchInfo": {
            "shardId": SHARD.id,
            "startSequenceNumber": "7",
            "endSequenceNumber": "9",
            "approximateArrivalOfFirstRecord": "2019-11-14T00:38:04.835Z",
            "approximateArrivalOfLastRecord": "2019-11-14T00:38:05.580Z",
            "batchSize": 2,
            "streamArn": SHARD.stream_arn,
        },
    }


def test_failures_that_were_reported_are_no_error_of_the_function() -> None:
    made = failure_record(discard(Outcome({})), SHARD, FUNCTION, now=NOW)
    assert "functionError" not in made["responseContext"]


def test_what_was_not_sent_has_no_response() -> None:
    assert "responseContext" not in failure_record(discard(None), SHARD, FUNCTION, now=NOW)


def test_a_bucket_gets_the_whole_event() -> None:
    made = with_payload({"version": "1.0"}, discard(), SHARD)
    assert [one["kinesis"]["data"] for one in made["payload"]["Records"]] == ["YQ==", ""]


def test_keys_have_the_documented_layout() -> None:
    key = object_key("mapping", SHARD.id, now=NOW)
    head = "aws/lambda/mapping/shardId-000000000000/2019/11/14/2019-11-14T00.38.06-"
    assert re.fullmatch(re.escape(head) + UUID, key)

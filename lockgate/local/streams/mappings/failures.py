"""What a destination hears of records that are given up.

https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lockgate.local.streams.mappings.lane import Discard
from lockgate.local.streams.mappings.records import Shard


def failure_record(
    discard: Discard, shard: Shard, function_arn: str, *, now: float
) -> dict[str, Any]:
    """The invocation record, as queues and topics get it: without the records themselves.

    What was never sent to the function has no response.
    """
    records = discard.batch.records
    record: dict[str, Any] = {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": function_arn,
            "condition": discard.condition,
            "approximateInvokeCount": discard.batch.calls,
        },
        "version": "1.0",
        "timestamp": _time(now),
        "KinesisBatchInfo": {
            "shardId": shard.id,
            "startSequenceNumber": records[0].sequence_number,
            "endSequenceNumber": records[-1].sequence_number,
            "approximateArrivalOfFirstRecord": _time(records[0].arrival),
            "approximateArrivalOfLastRecord": _time(records[-1].arrival),
            "batchSize": len(records),
            "streamArn": shard.stream_arn,
        },
    }
    if discard.response is not None:
        error = {"functionError": "Unhandled"} if discard.response.is_error else {}
        record["responseContext"] = {"statusCode": 200, "executedVersion": "$LATEST"} | error
    return record


def with_payload(record: Mapping[str, Any], discard: Discard, shard: Shard) -> dict[str, Any]:
    """The invocation record as a bucket gets it: with the whole event."""
    return {**record, "payload": shard.event(discard.batch.records)}


def object_key(mapping: str, shard: str, *, now: float) -> str:
    """Where a bucket gets it: `aws/lambda/MAPPING/SHARD/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID`."""
    when = datetime.fromtimestamp(now, UTC)
    return f"aws/lambda/{mapping}/{shard}/{when:%Y/%m/%d/%Y-%m-%dT%H.%M.%S}-{uuid.uuid4()}"


def _time(seconds: float) -> str:
    when = datetime.fromtimestamp(seconds, UTC)
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03d}Z"

"""Records as CloudWatch Logs and Kinesis make them."""

import base64
import gzip
import json
from collections.abc import Sequence
from itertools import count
from typing import Any

NOW_S = 1_795_342_530.0
"""2026-11-22T10:15:30Z."""
MINUTE = int(NOW_S // 60)
IDS = count()
"""Of log events that name none."""
SHARD = "shardId-000000000000"


def line(**fields: Any) -> str:
    """The line of our own containers."""
    return json.dumps(
        {
            "lockgate": "inference",
            "request_id": "r-1",
            "model": "tiny@1",
            "operation": "chat",
            "status": 200,
            "stream": True,
            "prompt_tokens": 10,
            "completion_tokens": 5,
            "ttft_ms": 100.0,
            "tpot_ms": 25.0,
            "queue_ms": 1.0,
            "latency_ms": 200.0,
            "finish_reason": "stop",
            "time": "2026-11-22T10:15:03.123+00:00",
        }
        | fields,
        separators=(",", ":"),
    )


def event(message: str, event_id: str | None = None) -> dict[str, Any]:
    """A log event."""
    number = next(IDS)
    return {
        "id": f"{number:056d}" if event_id is None else event_id,
        "timestamp": int(NOW_S * 1000),
        "message": message,
    }


def envelope(events: Sequence[dict[str, Any]], **members: Any) -> dict[str, Any]:
    """What CloudWatch Logs sends of a log stream."""
    return {
        "messageType": "DATA_MESSAGE",
        "owner": "111122223333",
        "logGroup": "/aws/sagemaker/Endpoints/dev-chat",
        "logStream": "a/i-0123456789abcdef0",
        "subscriptionFilters": ["inference"],
        "logEvents": list(events),
    } | members


def packed(content: dict[str, Any]) -> bytes:
    """The data of a Kinesis record."""
    return gzip.compress(json.dumps(content).encode(), mtime=0)


def kinesis(data: bytes, number: int | str = 1, shard: str = SHARD) -> dict[str, Any]:
    """A record as Lambda gets it."""
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "p",
            "sequenceNumber": str(number),
            "data": base64.b64encode(data).decode(),
            "approximateArrivalTimestamp": NOW_S,
        },
        "eventSource": "aws:kinesis",
        "eventID": f"{shard}:{number}",
        "eventName": "aws:kinesis:record",
    }


def of_lines(*messages: str) -> bytes:
    """The data of a record with these lines."""
    return packed(envelope([event(message) for message in messages]))


def batch(*data: bytes) -> dict[str, Any]:
    """An invocation's event; sequence numbers count from 1."""
    return {"Records": [kinesis(each, number) for number, each in enumerate(data, 1)]}

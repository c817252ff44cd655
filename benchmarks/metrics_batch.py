"""Batches for the metrics function, and the function without a network."""

import base64
import contextlib
import gzip
import io
import json
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from functions.metrics import handler


def batch(lines: int, *, per_record: int) -> dict[str, Any]:
    """An invocation's event with so many lines of our own containers, all of this minute."""
    chance = random.Random(4)  # noqa: S311 - no secret
    now_s = time.time()
    records = []
    for start in range(0, lines, per_record):
        some = min(per_record, lines - start)
        messages = [_line(chance, now_s) for _ in range(some)]
        records.append(_record(start, _envelope(chance, now_s, messages), now_s))
    return {"Records": records}


def unpack(event: dict[str, Any]) -> list[bytes]:
    """The data of its records, without the Base64 that Lambda puts around it."""
    return [base64.b64decode(record["kinesis"]["data"]) for record in event["Records"]]


def floor(data: list[bytes]) -> int:
    """gunzip and orjson alone, envelope and lines; how many lines there are."""
    return sum(
        len(
            [
                orjson.loads(event["message"])
                for event in orjson.loads(gzip.decompress(each))["logEvents"]
            ]
        )
        for each in data
    )


class NoNetwork:
    """An S3 that takes everything and keeps nothing."""

    def put_object(self, **members: Any) -> dict[str, Any]:
        """PutObject."""
        return members


@contextlib.contextmanager
def offline() -> Iterator[None]:
    """The function's entry stores nowhere, and prints nothing."""
    real, handler.s3 = handler.s3, NoNetwork  # type: ignore[attr-defined,assignment]
    os.environ["RECORDS_BUCKET"] = "records"
    with contextlib.redirect_stdout(io.StringIO()):
        yield
    handler.s3 = real  # type: ignore[attr-defined]


def _line(chance: random.Random, now_s: float) -> str:
    ttft, each = chance.lognormvariate(5, 0.5), chance.lognormvariate(3, 0.3)
    tokens = chance.randint(1, 512)
    fields = {
        "lockgate": "inference",
        "request_id": f"{chance.getrandbits(128):032x}",
        "model": "llama-3.1-8b-instruct",
        "operation": "chat",
        "status": 200,
        "stream": True,
        "prompt_tokens": chance.randint(10, 2000),
        "completion_tokens": tokens,
        "ttft_ms": round(ttft, 3),
        "tpot_ms": round(each, 3),
        "queue_ms": round(chance.expovariate(0.3), 3),
        "latency_ms": round(ttft + each * (tokens - 1), 3),
        "finish_reason": chance.choice(["stop", "length"]),
        "time": datetime.fromtimestamp(now_s, UTC).isoformat(timespec="milliseconds"),
    }
    return json.dumps(fields, separators=(",", ":"))


def _envelope(chance: random.Random, now_s: float, messages: list[str]) -> bytes:
    content = {
        "messageType": "DATA_MESSAGE",
        "owner": "111122223333",
        "logGroup": "/aws/sagemaker/Endpoints/prod-chat",
        "logStream": "primary/i-0123456789abcdef0",
        "subscriptionFilters": ["inference"],
        "logEvents": [
            {
                "id": f"{chance.getrandbits(180):056d}",
                "timestamp": int(now_s * 1000),
                "message": message,
            }
            for message in messages
        ],
    }
    return gzip.compress(json.dumps(content, separators=(",", ":")).encode())


def _record(number: int, data: bytes, now_s: float) -> dict[str, Any]:
    return {
        "eventID": f"shardId-000000000000:{number}",
        "kinesis": {
            "sequenceNumber": str(number),
            "approximateArrivalTimestamp": now_s,
            "data": base64.b64encode(data).decode(),
        },
    }

"""Sizes of what the pipeline moves, measured on what its own code writes."""

import gzip
import json
import random
from datetime import UTC, datetime
from functools import cache

import msgspec
import orjson

from functions.metrics.aggregate import Aggregate
from functions.metrics.envelope import Place
from functions.metrics.line import OwnLine
from inference_code.telemetry.record import Inference

MOST_MEASURED = 5000
"""Lines of the largest envelope and batch that are measured; larger ones are in proportion."""
EVENT_OVERHEAD = 26
"""Bytes that CloudWatch Logs adds to each log event when it counts what it takes in."""
BEGAN_MS = 1_795_342_500_000
NAME = "prod-assistant"


def line_bytes() -> int:
    """One log event of a streamed request, as CloudWatch Logs counts it."""
    return len(_lines(1)[0]) + EVENT_OVERHEAD


@cache
def envelope_bytes(lines: int) -> float:
    """A Kinesis record's data with so many lines: JSON, compressed with gzip."""
    measured = min(lines, MOST_MEASURED)
    envelope = {
        "messageType": "DATA_MESSAGE",
        "owner": "111122223333",
        "logGroup": f"/aws/sagemaker/Endpoints/{NAME}",
        "logStream": "primary/i-0abcdef1234567890",
        "subscriptionFilters": ["prod-assistant-InferenceRecords-1A2B3C4D5E6F"],
        "logEvents": [
            {"id": str((BEGAN_MS << 144) + number), "timestamp": BEGAN_MS, "message": line.decode()}
            for number, line in enumerate(_lines(measured))
        ],
    }
    packed = gzip.compress(json.dumps(envelope, separators=(",", ":")).encode(), mtime=0)
    return _two_digits(len(packed)) * lines / measured


@cache
def metric_bytes(requests: int) -> float:
    """What the function prints about so many requests of one variant, model and minute."""
    aggregate = Aggregate()
    decode = msgspec.json.Decoder(OwnLine).decode
    lines = [decode(line) for line in _lines(min(requests, MOST_MEASURED))]
    aggregate.add(Place(NAME, "primary"), BEGAN_MS // 60_000, lines)
    printed = sum(len(document.encode()) + EVENT_OVERHEAD for document in aggregate.documents())
    return _two_digits(printed)


def _two_digits(count: float) -> float:
    """What is compressed, and what is computed, differs a little between machines."""
    return float(f"{count:.2g}")


@cache
def _lines(count: int) -> list[bytes]:
    """Lines of streamed requests whose figures vary as those of a chat do; always the same."""
    chance = random.Random(count)  # noqa: S311 - figures, not secrets
    return [_line(chance) for _ in range(count)]


def _line(chance: random.Random) -> bytes:
    tokens = max(2, int(chance.lognormvariate(5, 0.8)))
    ttft_s = chance.lognormvariate(-1.6, 0.5)
    inference = Inference(
        request_id=f"{chance.getrandbits(128):032x}",
        model="qwen3-8b",
        operation="chat",
        status=200,
        stream=True,
        prompt_tokens=int(chance.lognormvariate(6, 1)),
        completion_tokens=tokens,
        queue_s=chance.expovariate(100),
        finish_reason="stop",
    )
    latency_s = ttft_s + tokens * chance.lognormvariate(-3.9, 0.2)
    fields = orjson.loads(inference.line(ttft_s=ttft_s, latency_s=latency_s))
    ended = datetime.fromtimestamp(BEGAN_MS / 1000 + chance.random() * 60, UTC)
    return orjson.dumps(fields | {"time": ended.isoformat(timespec="milliseconds")})

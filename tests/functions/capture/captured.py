"""Captured objects and the messages that tell of them."""

import base64
import gzip
import json
from typing import Any
from urllib.parse import quote_plus

from functions.capture.body import Body, parse
from functions.capture.capture import Payload

BUCKET, RECORDS = "captures-bucket", "records-bucket"
KEY = "captures/dev-chat/primary/2026/11/22/10/12-18-648-cee08c3a.jsonl"
REDACTED = KEY.replace("captures/", "redacted/")
ROWS = "quality/dt=2026-11-22/hour=10/dev-chat/primary/12-18-648-cee08c3a.jsonl.gz"
TIME = "2026-11-22T10:12:18Z"
TIME_S = 1_795_342_338
"""TIME, since 1970."""
QUESTION = {"messages": [{"role": "user", "content": "Name a colour."}]}
ANSWER = {
    "object": "chat.completion",
    "model": "smollm2@1",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "Blue."}, "finish_reason": "stop"}
    ],
    "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15},
}


def payload(body: Any, content_type: str = "application/json", encoding: str = "JSON") -> Payload:
    """A body as SageMaker captures it; objects become JSON."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    raw = text if isinstance(text, bytes) else text.encode()
    data = base64.b64encode(raw).decode() if encoding == "BASE64" else raw.decode()
    return Payload(content_type, encoding, data)


def body(value: Any, content_type: str = "application/json", encoding: str = "JSON") -> Body:
    """A body that was read."""
    return parse(payload(value, content_type, encoding))


def events(*documents: Any, done: bool = True) -> str:
    """Server-sent events, one for each document."""
    texts = [each if isinstance(each, str) else json.dumps(each) for each in documents]
    return "".join(f"data: {text}\n\n" for text in [*texts, *(["[DONE]"] if done else [])])


def chunks(*pieces: str, finish: str | None = "stop", **more: Any) -> str:
    """A streamed chat completion."""
    deltas = [{"index": 0, "delta": {"content": piece}} for piece in pieces]
    last = {"index": 0, "delta": {}, "finish_reason": finish}
    return events(
        *({"id": "c1", "choices": [delta]} for delta in deltas),
        {"id": "c1", "choices": [last], **more},
    )


def record(
    request: Payload | None = None,
    answer: Payload | None = None,
    *,
    event_id: str = "e1",
    **metadata: Any,
) -> dict[str, Any]:
    """A captured record."""
    parts = {"endpointInput": (request, "INPUT"), "endpointOutput": (answer, "OUTPUT")}
    captured = {
        name: {
            "observedContentType": each.content_type,
            "mode": mode,
            "data": each.data,
            "encoding": each.encoding,
        }
        for name, (each, mode) in parts.items()
        if each is not None
    }
    return {
        "captureData": captured,
        "eventMetadata": {"eventId": event_id, **metadata, "inferenceTime": TIME},
        "eventVersion": "0",
    }


def chat(question: Any = QUESTION, answer: Any = ANSWER, **metadata: Any) -> dict[str, Any]:
    """The record of a chat."""
    return record(payload(question), payload(answer), **metadata)


def lines(*records: Any) -> bytes:
    """A captured object; a string is a line of its own."""
    texts = [each if isinstance(each, str) else json.dumps(each) for each in records]
    return "".join(f"{text}\n" for text in texts).encode()


def message(*keys: str, identity: str = "m1") -> dict[str, Any]:
    """A message of the queue about new objects."""
    records = [
        {
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Put",
            "s3": {"bucket": {"name": BUCKET}, "object": {"key": quote_plus(key, safe="/")}},
        }
        for key in keys
    ]
    return {"messageId": identity, "body": json.dumps({"Records": records})}


def rows(content: bytes) -> list[dict[str, Any]]:
    """Stored rows."""
    return [json.loads(line) for line in gzip.decompress(content).splitlines()]

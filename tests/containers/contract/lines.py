"""What the line about a request must have."""

from typing import Any

import orjson

from functions.metrics.line import parse

FIELDS = (
    *("lockgate", "request_id", "model", "operation", "status", "stream"),
    *("prompt_tokens", "completion_tokens", "ttft_ms", "tpot_ms", "latency_ms", "queue_ms"),
    *("finish_reason", "time"),
)
"""Keys of a line, as docs/observability describes them."""


def check_line(fields: dict[str, Any]) -> None:
    """Fail unless a line has all keys, is what the metrics are made from, and says how it ended."""
    assert tuple(fields) == FIELDS
    found = parse(orjson.dumps(fields).decode(), timestamp_ms=0)
    assert found.status is not None, fields
    assert found.latency_ms is not None, fields
    if found.status == 200:
        assert found.stream is not None, fields
        assert found.queue_ms is not None, fields

"""What is known about one inference, and the line that says it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from inference_code.handler import Generation

CANCELLED = "cancelled"
"""Finish reason of an inference whose client went away."""
BROKEN = "error"
"""Finish reason of one that failed, perhaps in the midst of its answer."""
CLIENT_CLOSED = 499
"""Status of one whose client went away before any answer; the custom of reverse proxies."""
SCOPE_KEY = "lockgate.inference"


@dataclass(slots=True)
class Inference:
    """Filled in by the server, or by the reader of the passing bytes; None is: not known."""

    request_id: str = ""
    model: str | None = None
    operation: str | None = None
    status: int | None = None
    stream: bool | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    queue_s: float | None = None
    """Seconds until the engine took it; of a request that it never took, not known."""
    finish_reason: str | None = None

    @classmethod
    def of(cls, scope: Any) -> "Inference":
        """The record of an ASGI scope; a new one if no telemetry is in front."""
        record: Inference = scope.setdefault(SCOPE_KEY, cls())
        return record

    def take(self, generation: Generation) -> None:
        """Copy what the engine says about a finished or abandoned generation."""
        if generation.usage is not None:
            self.prompt_tokens = generation.usage.prompt_tokens
            self.completion_tokens = generation.usage.completion_tokens
        if self.finish_reason is None:
            self.finish_reason = generation.finish_reason

    def line(self, *, ttft_s: float | None, latency_s: float) -> bytes:
        """The JSON line. Times are in milliseconds; ttft and tpot are known of streams only."""
        status = self.status
        if status is None:
            status = CLIENT_CLOSED if self.finish_reason == CANCELLED else 500
        # What a refused request gets first is an error, and no token.
        ttft = ttft_s if self.stream and status < 400 else None
        fields = {
            "lockgate": "inference",
            "request_id": self.request_id,
            "model": self.model,
            "operation": self.operation,
            "status": status,
            "stream": self.stream,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "ttft_ms": _milliseconds(ttft),
            "tpot_ms": _milliseconds(self._time_per_token(ttft, latency_s)),
            "latency_ms": _milliseconds(latency_s),
            "queue_ms": _milliseconds(self.queue_s),
            "finish_reason": self.finish_reason,
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        }
        return orjson.dumps(fields, option=orjson.OPT_APPEND_NEWLINE)

    def _time_per_token(self, ttft_s: float | None, latency_s: float) -> float | None:
        """The time between two tokens: latency = ttft + tpot x (completion_tokens - 1)."""
        if ttft_s is None or self.completion_tokens is None or self.completion_tokens < 2:
            return None
        return (latency_s - ttft_s) / (self.completion_tokens - 1)


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 3)

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from lockgate.metric_data import Span
from lockgate.replay.function import COUNTS, Computed, Minute
from lockgate.variant_key import VariantKey

NOW = datetime(2026, 11, 22, 10, 30, 20, tzinfo=UTC)
TEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HOUR = Span(TEN - timedelta(hours=1), TEN)
CHAT = VariantKey("dev-chat", "primary")


def minute(number: int, key: VariantKey = CHAT) -> Minute:
    """A minute before ten o'clock."""
    return Minute(TEN - timedelta(minutes=number), key)


def computed(*, ttft_p95_ms: float | None = None, **counts: int) -> Computed:
    """What records say of a minute; of what is not named there was none."""
    return Computed(dict.fromkeys(COUNTS.values(), 0) | counts, ttft_p95_ms)


def answered(at: Minute, *, p95: float | None = None, **counts: int) -> dict[str, Any]:
    """A minute as the function answers it."""
    stamp = f"{at.at:%Y-%m-%dT%H:%M:%SZ}"
    ttft = None if p95 is None else {"p50": 1, "p95": p95, "p99": p95}
    named = {"endpoint": at.key.endpoint, "variant": at.key.variant, "minute": stamp}
    return named | dict.fromkeys(COUNTS, 0) | counts | {"ttft_ms": ttft}


class FakeFunction:
    """Lambda with one function, whose records have these minutes."""

    def __init__(self, *minutes: Mapping[str, Any], name: str = "replay") -> None:
        self.name = name
        self.minutes = minutes
        self.events: list[dict[str, Any]] = []
        self.published: list[dict[str, str]] = []

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803
        assert FunctionName == self.name
        event = json.loads(Payload)
        self.events.append(event)
        found = [one for one in self.minutes if event["from"] <= one["minute"] < event["to"]]
        answer = {"minutes": found, "objects": 1, "records": len(found), "unparsable": 0}
        asked = event["publish"] or []
        answer["published"] = [each for each in asked if each not in self.published]
        self.published += asked
        return {"Payload": BytesIO(json.dumps(answer).encode())}


class BrokenFunction:
    """Lambda with a function that fails, or answers something else."""

    def __init__(self, payload: bytes, **more: str) -> None:
        self.answer = {"Payload": BytesIO(payload), **more}

    def invoke(self, **_: Any) -> dict[str, Any]:
        return self.answer

    def get_function_configuration(self, **_: Any) -> dict[str, Any]:
        return {"LoggingConfig": {"LogGroup": "lockgate-ReplayLogs"}}

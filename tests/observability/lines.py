"""Log lines of endpoints, and records of them as CloudWatch Logs sends them to Kinesis."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.functions.metrics import samples

IDS = count(1)


def line(**fields: Any) -> str:
    """The line of an inference that ended now."""
    return samples.line(**({"time": datetime.now(UTC).isoformat(timespec="milliseconds")} | fields))


def event(message: str) -> dict[str, Any]:
    """A log event of now, with an id of its own."""
    event_id = f"{next(IDS):056d}"
    return {"id": event_id, "timestamp": time.time_ns() // 1_000_000, "message": message}


def record(endpoint: str, messages: Sequence[str], **members: Any) -> bytes:
    """The data of a Kinesis record with these lines of an endpoint."""
    group = {"logGroup": f"/aws/sagemaker/Endpoints/{endpoint}"}
    return samples.packed(samples.envelope([event(one) for one in messages], **(group | members)))


def requests(endpoint: str, number: int) -> list[bytes]:
    """Records of two good requests each."""
    return [record(endpoint, [line(), line()]) for _ in range(number)]

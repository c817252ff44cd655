"""How long the model worked on a request, which only its own log tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from lockgate.addresses import Address
from lockgate.aws import Target

LOOKS = 4
PAUSE_S = 0.25


def processing_s(
    target: Target,
    address: Address,
    inference_id: str,
    *,
    since_ms: int,
    sleep: Callable[[float], None],
) -> float | None:
    """Return the seconds that the container measured, or None if its log does not tell.

    Args:
        target: the AWS of the endpoint.
        address: the endpoint.
        inference_id: the request, as the container logs it.
        since_ms: a time before the request, in milliseconds since 1970.
        sleep: waits so many seconds; lines arrive a little later than results.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    client = target.client("logs")
    for number in range(LOOKS):
        if number:
            sleep(PAUSE_S)
        try:
            found = client.filter_log_events(
                logGroupName=address.log_group,
                filterPattern=f'"{inference_id}"',
                startTime=since_ms,
            )
        except (BotoCoreError, ClientError):
            return None  # whoever may not read logs still gets the result
        for event in found["events"]:
            if (latency := _latency_s(event["message"], inference_id)) is not None:
                return latency
    return None


def _latency_s(message: str, inference_id: str) -> float | None:
    try:
        line: Any = json.loads(message)
        if line["request_id"] == inference_id:
            return float(line["latency_ms"]) / 1000
    except (ValueError, LookupError, TypeError):
        return None
    return None

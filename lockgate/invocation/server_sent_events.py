"""Server-sent events out of the payload parts of InvokeEndpointWithResponseStream."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

DONE = "[DONE]"


def messages(parts: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the JSON of each event.

    SageMaker cuts the stream where it likes: inside an event, inside its JSON, even inside one
    character. So bytes are joined, and only whole lines are decoded.

    Raises:
        ValueError: an event does not hold a JSON object.
    """
    for line in _lines(parts):
        field, _, data = line.partition(":")
        if field == "data" and data.strip() != DONE:
            yield _parse(data)


def _lines(parts: Iterable[bytes]) -> Iterator[str]:
    pending = b""
    for part in parts:
        *whole, pending = (pending + part).split(b"\n")
        for line in whole:
            yield line.decode().rstrip("\r")
    if pending:
        yield pending.decode()


def _parse(data: str) -> dict[str, Any]:
    message = json.loads(data)
    if not isinstance(message, dict):
        raise ValueError(f"an event holds {data.strip()!r} instead of an object")
    return message

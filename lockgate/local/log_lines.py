"""Lines that containers wrote, read from CloudWatch Logs as any program would."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.text import Text

from lockgate import console
from lockgate.addresses import Address
from lockgate.errors import CommandError

POLL_S = 0.5
OVERLAP_MS = 5_000


@dataclass(frozen=True)
class LogLine:
    """One event of a log group."""

    id: str
    stream: str
    time_ms: int
    message: str


def read_lines(client: Any, address: Address, *, since_ms: int = 0) -> Iterator[LogLine]:
    """Yield the lines of all instances of an endpoint, oldest first.

    Raises:
        CommandError: it has no log, because it was never deployed.
    """
    try:
        yield from _read_pages(client, address, since_ms)
    except client.exceptions.ResourceNotFoundException:
        raise CommandError(
            f"{address} has no log yet", fix=f"deploy it: lockgate deploy {address.environment}"
        ) from None


def _read_pages(client: Any, address: Address, since_ms: int) -> Iterator[LogLine]:
    pages = client.get_paginator("filter_log_events").paginate(
        logGroupName=address.log_group, startTime=since_ms
    )
    for page in pages:
        for event in page["events"]:
            yield LogLine(
                event["eventId"], event["logStreamName"], event["timestamp"], event["message"]
            )


def follow_lines(
    client: Any, address: Address, *, wait: Callable[[float], None] = time.sleep
) -> Iterator[LogLine]:
    """Yield the lines so far and then, without end, each new one, exactly once.

    A line may arrive after a newer one of another instance, so each poll reads the last seconds
    again; those already seen are known by their ids.
    """
    newest = 0
    seen: dict[str, int] = {}
    while True:
        for line in read_lines(client, address, since_ms=max(0, newest - OVERLAP_MS)):
            if line.id not in seen:
                yield line
            seen[line.id] = line.time_ms
            newest = max(newest, line.time_ms)
        seen = {id_: at for id_, at in seen.items() if at >= newest - OVERLAP_MS}
        wait(POLL_S)


def print_line(line: LogLine) -> None:
    """Print a line after its time (UTC) and its instance."""
    moment = datetime.fromtimestamp(line.time_ms / 1000, UTC)
    text = Text.assemble(
        (f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03d} ", "dim"),
        (f"{line.stream.rpartition('/')[2]} ", "cyan"),
        line.message.rstrip(),
    )
    console.out.print(text, soft_wrap=True)

"""Container output to CloudWatch Logs, where AWS puts it.

Log group `/aws/sagemaker/Endpoints/ENDPOINT`, log stream `VARIANT/INSTANCE`.
"""

import time
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Protocol

from infra.config.naming import log_group
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.batches import Batch

DELAY_S = 0.2
"""Longest time that a line waits for others."""

Line = tuple[str, int, str]
"""Stream, time in ms since 1970, and text."""


class LogStore(Protocol):
    """Where log events are kept."""

    def put_log_events(
        self, scope: Scope, group: str, stream: str, events: Sequence[tuple[int, str]]
    ) -> None:
        """Append (time in ms, text) events; makes the group and the stream where missing."""


class EndpointLog:
    """Writes the output of all instances of one endpoint, in batches."""

    def __init__(self, store: LogStore, scope: Scope, endpoint: str) -> None:
        self._store = store
        self._scope = scope
        self._group = log_group(endpoint)
        self._batch: Batch[Line] = Batch(self._deliver, delay_s=DELAY_S)

    def line(self, variant: str, instance: str, text: str) -> None:
        """Keep one line of output."""
        self._batch.add((f"{variant}/{instance}", time.time_ns() // 1_000_000, text))

    def flush(self) -> None:
        """Write what waits, now."""
        self._batch.flush()

    def _deliver(self, lines: list[Line]) -> None:
        for stream, group in groupby(sorted(lines, key=itemgetter(0)), key=itemgetter(0)):
            events = [(when, text) for _, when, text in group]
            self._store.put_log_events(self._scope, self._group, stream, events)

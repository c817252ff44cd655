"""Log events that are forgotten: when their group says so, and when memory would run out.

MiniStack keeps each event for ever, and makes a stream for each invocation of a function.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from lockgate.local.ministack.log_events import LogEvent
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import TimeScale

DAY_S = 86400
EVERY_S = 3600
"""Time between two looks at all groups, as AWS counts time."""
SHORTEST_S = 1.0
"""Least real time between two looks."""
MOST_BYTES = 64 << 20
"""Text of one group; of more, the oldest events go."""
KEPT_SHARE = 0.75
"""What is kept then, so that it is not done with each event."""
IDLE_S = 60
"""Real time after which nobody is about to write to a stream any more."""
EVENT_BYTES = 200
"""What an event needs besides its text."""


class LogRetention:
    """Forgets events."""

    def __init__(
        self,
        logs: Any,
        request_scope: Any,
        time_scale: TimeScale,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._logs = logs
        self._request_scope = request_scope
        self._time_scale = time_scale
        self._clock = clock
        self._bytes: dict[tuple[Scope, str], int] = {}

    def hear(self, scope: Scope, group: str, _stream: str, events: Sequence[LogEvent]) -> None:
        """Count events that were just written; make room when they are too many."""
        size = self._bytes.get((scope, group), 0) + sum(_size(event.message) for event in events)
        if size > MOST_BYTES:
            size = self._make_room(scope, group)
        self._bytes[scope, group] = size

    async def watch(self) -> None:
        """Forget, again and again, what is older than its group keeps it."""
        while True:
            await asyncio.sleep(max(self._time_scale.seconds(EVERY_S), SHORTEST_S))
            self.expire()

    def expire(self) -> None:
        """Forget what is older than its group keeps it."""
        known = list(self._logs._log_groups._data)  # other threads may add groups
        for account, region, name in known:
            scope = Scope(account, region)
            with self._request_scope(account, region):
                group = self._logs._log_groups.get(name)
                days = group and group.get("retentionInDays")
                if days:
                    oldest = self._clock() - self._time_scale.seconds(int(days) * DAY_S)
                    self._forget(scope, name, group, before_ms=int(oldest * 1000))

    def _make_room(self, scope: Scope, name: str) -> int:
        """Forget the oldest events of a group; returns the bytes that are left."""
        with self._request_scope(scope.account, scope.region):
            group = self._logs._log_groups.get(name)
            if group is None:
                return 0
            room = MOST_BYTES * KEPT_SHARE
            sizes = sorted(
                ((event["timestamp"], _size(event["message"])) for event in _events(group)),
                reverse=True,
            )
            for when, size in sizes:
                room -= size
                if room < 0:
                    return self._forget(scope, name, group, before_ms=when + 1)
            return sum(size for _, size in sizes)

    def _forget(self, scope: Scope, name: str, group: Any, *, before_ms: int) -> int:
        """Forget events from before a time, and streams that have no others."""
        logs, streams = self._logs, group["streams"]
        left = 0
        with logs._log_events_lock:
            for stream in list(streams):
                events = streams[stream]["events"]
                kept = [event for event in events if event["timestamp"] >= before_ms]
                left += sum(_size(event["message"]) for event in kept)
                streams[stream]["events"] = kept
                idle_ms = self._clock() * 1000 - (streams[stream]["lastIngestionTime"] or 0)
                if events and not kept and idle_ms > IDLE_S * 1000:
                    del streams[stream]
        if (scope, name) in self._bytes:
            self._bytes[scope, name] = left
        return left


def _events(group: Any) -> list[Any]:
    return [event for stream in list(group["streams"].values()) for event in stream["events"]]


def _size(message: str) -> int:
    return len(message) + EVENT_BYTES

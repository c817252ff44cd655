"""Every log event that anything writes, as it is written.

MiniStack appends events in `_append_log_events` and then hands them, with the names of group and
stream, to `_fanout_to_subscription_filters`: for PutLogEvents and for the output of Lambda
functions alike. Both happen on one thread, so what is seen first is what is named next.
"""

import itertools
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lockgate.local.protocol.scope import Scope
from lockgate.local.streams.envelopes import event_id

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LogEvent:
    """One event of a log stream."""

    id: str
    """The `eventId` of FilterLogEvents, of 56 digits."""
    timestamp: int
    """Milliseconds since 1970, as its writer says."""
    message: str
    ingestion_time: int
    """Milliseconds since 1970, when it was written."""


Listener = Callable[[Scope, str, str, Sequence[LogEvent]], None]
"""Takes account and region, log group, log stream, and the events in the order of their time."""


class LogEvents:
    """Tells listeners of the events, on whatever thread wrote them."""

    def __init__(self, logs: Any, scope: Callable[[], Scope]) -> None:
        self._scope = scope
        self._listeners: list[Listener] = []
        self._numbers = itertools.count(1)
        self._thread = threading.local()
        self._records = logs._log_records
        self._append = logs._append_log_events
        self._fan_out = logs._fanout_to_subscription_filters
        logs._append_log_events = self._appended
        logs._fanout_to_subscription_filters = self._named

    def listen(self, listener: Listener) -> None:
        """Call a listener for all events to come.

        It holds up whoever writes, so it must be quick; what it raises is logged, and no writer
        sees it.
        """
        self._listeners.append(listener)

    def _appended(self, stream: Any, events: Any) -> None:
        for event in events:
            self._records.pop(event.get("eventId"), None)  # Insights makes it anew when it looks
            event["eventId"] = event_id(event["timestamp"], next(self._numbers))
        self._append(stream, events)
        self._thread.events = events

    def _named(self, group: str, stream: str, events: Any) -> None:
        self._fan_out(group, stream, events)
        appended, self._thread.events = getattr(self._thread, "events", []), []
        if not appended or not self._listeners:
            return
        scope, seen = self._scope(), [_event(event) for event in appended]
        seen.sort(key=lambda event: event.timestamp)
        for listener in self._listeners:
            try:
                listener(scope, group, stream, seen)
            except Exception:
                logger.exception("log events of %s reached not all who listen", group)


def _event(event: Any) -> LogEvent:
    return LogEvent(event["eventId"], event["timestamp"], event["message"], event["ingestionTime"])

"""Which log events of a batch have been read already."""

from collections.abc import Sequence

from .envelope import LogEvent

GENERATION = 50_000
"""Memory does not grow with the batch: the latest 50,000 to 100,000 ids are remembered."""


class Seen:
    """Ids of log events; CloudWatch Logs may send an event again, in other company."""

    def __init__(self) -> None:
        self._old: set[str] = set()
        self._new: set[str] = set()

    def fresh(self, events: Sequence[LogEvent]) -> Sequence[LogEvent]:
        """Those that were not seen, each once; they are seen from now on."""
        ids = {event.id for event in events}
        known = self._new & ids or self._old & ids
        if known or len(ids) < len(events):
            events = self._unseen(events)
        if len(self._new) + len(ids) > GENERATION:
            self._old, self._new = self._new, set()
        self._new |= ids
        return events

    def _unseen(self, events: Sequence[LogEvent]) -> list[LogEvent]:
        by_id = {event.id: event for event in events}
        return [
            event for key, event in by_id.items() if key not in self._new and key not in self._old
        ]

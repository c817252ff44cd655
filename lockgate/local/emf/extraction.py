"""Metrics of every log event that is in embedded metric format, whoever wrote it."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from lockgate.local.emf.document import MARKER, ParsingError, ValidationError, extract
from lockgate.local.metrics.store import MetricStore, metric
from lockgate.local.protocol.scope import Scope

logger = logging.getLogger(__name__)

_ERRORS = {ParsingError: "EMFParsingErrors", ValidationError: "EMFValidationErrors"}
"""Source: "Monitoring with CloudWatch metrics" in the CloudWatch Logs user guide."""


class Event(Protocol):
    """A log event."""

    @property
    def message(self) -> str:
        """Its text."""


class Extraction:
    """Extracts on a thread of its own, so that whoever writes logs waits for nothing."""

    def __init__(self, store: MetricStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="emf")
        self._told: set[tuple[str, str]] = set()

    def hear(self, scope: Scope, group: str, _stream: str, events: Sequence[Event]) -> None:
        """Take events of a log group; their metrics are there soon."""
        messages = [event.message for event in events if MARKER in event.message]
        if messages:
            self._thread.submit(self._extract, scope, group, messages)

    def settle(self) -> None:
        """Wait until the metrics of all events heard so far are there."""
        self._thread.submit(lambda: None).result()

    def close(self) -> None:
        """Extract no more."""
        self._thread.shutdown(cancel_futures=True)

    def _extract(self, scope: Scope, group: str, messages: Iterable[str]) -> None:
        try:
            for message in messages:
                self._one(scope, group, message)
        except Exception:
            logger.exception("metrics of %s were not all extracted", group)

    def _one(self, scope: Scope, group: str, message: str) -> None:
        now = self._clock()
        try:
            found = extract(message, now=now)
        except (ParsingError, ValidationError) as error:
            self._count(scope, group, error, now)
            return
        for one in found:
            self._store.add(
                scope, one.metric, one.when, one.value, unit=one.unit, is_fine=one.is_fine
            )

    def _count(
        self, scope: Scope, group: str, error: ParsingError | ValidationError, now: float
    ) -> None:
        """Count an event that gives no metric, and say why, once."""
        if (group, str(error)) not in self._told and len(self._told) < 1000:
            self._told.add((group, str(error)))
            logger.warning("no metric of an event of %s: %s", group, error)
        counted = metric("AWS/Logs", _ERRORS[type(error)], {"LogGroupName": group})
        self._store.add(scope, counted, now, lambda values: values.add(1), unit="Count")

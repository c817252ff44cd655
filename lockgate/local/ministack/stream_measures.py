"""Metrics of event source mappings.

Section "Event source mapping metrics" of
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.runtime.metrics import Datum, MetricStore
from lockgate.local.streams.mappings.records import Record

NAMESPACE = "AWS/Lambda"


class Measures:
    """The metrics of one mapping; counts of events only where its MetricsConfig wants them."""

    def __init__(self, store: MetricStore, scope: Scope, mapping: Mapping[str, Any]) -> None:
        self._store = store
        self._scope = scope
        self._mapping = mapping

    def age(self, last: Record) -> None:
        """IteratorAge: how old the last record of a batch is when the function is done with it."""
        age_ms = max(0.0, (time.time() - last.arrival) * 1000)
        function = ("FunctionName", self._mapping["FunctionName"])
        self._put("IteratorAge", age_ms, "Milliseconds", function)

    def called(self, records: Sequence[Record], *, failed: bool) -> None:
        """Count the records that the function was called with, and those that failed with it."""
        self._count("InvokedEventCount", len(records))
        if failed:
            self._count("FailedInvokeEventCount", len(records))

    def given_up(self, records: Sequence[Record], *, told: bool) -> None:
        """Count the records that were given up; those that a destination got are not dropped."""
        name = "OnFailureDestinationDeliveredEventCount" if told else "DroppedEventCount"
        self._count(name, len(records))

    def _count(self, name: str, count: int) -> None:
        wanted = (self._mapping.get("MetricsConfig") or {}).get("Metrics") or []
        if "EventCount" in wanted:
            self._put(name, count, "Count", ("EventSourceMappingUUID", self._mapping["UUID"]))

    def _put(self, name: str, value: float, unit: str, dimension: tuple[str, str]) -> None:
        datum = Datum(self._scope, name, value, unit, (dimension,), time.time())
        self._store.put_metric_data(NAMESPACE, [datum])

"""Counts of rows, as CloudWatch gets them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from ..emf import documents
from .repetition import REPETITIVE

NAMESPACE = "Lockgate"
UNITS = {
    "CapturedRequests": "Count",
    "FailedAnswers": "Count",
    "EmptyAnswers": "Count",
    "Refusals": "Count",
    "RepetitiveAnswers": "Count",
    "UnparsableRecords": "Count",
}
"""`infra/config/capture_metrics.py` has the same names, and a test compares the two."""
UNPARSABLE = "UnparsableRecords"
BACK_S, AHEAD_S = 14 * 86400 - 300, 2 * 3600 - 300
"""What CloudWatch takes, with five minutes until it reads what is printed:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html"""


class Tally:
    """Counts by endpoint and variant, and by the minute in which it was asked."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str, int], Counter[str]] = {}
        self.unreadable: Counter[str] = Counter()
        """Lines that could not be read, by endpoint."""

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row."""
        minute = int(datetime.fromisoformat(row["inference_time"]).timestamp()) // 60
        counts = self.counts.setdefault((row["endpoint"], row["variant"], minute), Counter())
        counts.update(_counted(row))

    def merge(self, other: "Tally") -> None:
        """Count what another one has counted."""
        for key, counts in other.counts.items():
            self.counts.setdefault(key, Counter()).update(counts)
        self.unreadable.update(other.unreadable)

    def lines(self, now_s: float) -> list[str]:
        """Documents of the embedded metric format; rows too old or too new are left out.

        Args:
            now_s: since 1970; unreadable lines count in its minute.
        """
        return list(self._lines(now_s))

    def late(self, now_s: float) -> int:
        """How many rows are too old or too new to be published."""
        return sum(
            counts["CapturedRequests"]
            for (_, _, minute), counts in self.counts.items()
            if not _is_taken(minute, now_s)
        )

    def _lines(self, now_s: float) -> Iterable[str]:
        for (endpoint, variant, minute), counts in sorted(self.counts.items()):
            if _is_taken(minute, now_s):
                dimensions = {"EndpointName": endpoint, "VariantName": variant}
                yield from _documents(minute, dimensions, counts)
        for endpoint, lines in sorted(self.unreadable.items()):
            yield from _documents(int(now_s // 60), {"EndpointName": endpoint}, {UNPARSABLE: lines})


def _counted(row: Mapping[str, Any]) -> Iterator[str]:
    """Names of the metrics that a row counts in."""
    yield "CapturedRequests"
    flags = {"failed": "FailedAnswers", "empty": "EmptyAnswers", "refused": "Refusals"}
    yield from (metric for column, metric in flags.items() if row[column])
    if (row["repetition"] or 0) >= REPETITIVE:
        yield "RepetitiveAnswers"


def _is_taken(minute: int, now_s: float) -> bool:
    return now_s - BACK_S <= minute * 60 <= now_s + AHEAD_S


def _documents(minute: int, dimensions: Mapping[str, str], metrics: Mapping[str, int]) -> list[str]:
    return documents(
        NAMESPACE,
        timestamp_ms=minute * 60_000,
        dimensions=dimensions,
        metrics=dict(metrics),
        units=UNITS,
    )

"""The figures of one variant over a window, each unknown unless there is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from infra.config.inference_metrics import NAMESPACE

SUMS = (
    "Requests",
    "ClientErrors",
    "Throttles",
    "Timeouts",
    "ServerErrors",
    "Cancelled",
    "CompletionTokens",
    "Latency",
)
ERRORS = {
    "ServerErrors": "5xx",
    "Timeouts": "timed out",
    "Throttles": "throttled",
    "ClientErrors": "4xx",
}
"""What each class of errors is called, the worst first."""


SAGEMAKER = "AWS/SageMaker"


class Statistic(NamedTuple):
    """One statistic of a metric that a variant has."""

    metric: str
    statistic: str
    namespace: str = NAMESPACE


STATISTICS = (
    *(Statistic(name, "Sum") for name in SUMS),
    Statistic("TimeToFirstToken", "p50"),
    Statistic("TimeToFirstToken", "p95"),
    Statistic("TimePerOutputToken", "p50"),
    Statistic("Latency", "p95"),
    Statistic("ModelLatency", "p95", SAGEMAKER),
    Statistic("ModelLatency", "Sum", SAGEMAKER),
)
"""What the table is made of."""


@dataclass(frozen=True)
class Figures:
    """What CloudWatch says of a variant. Times are milliseconds."""

    values: Mapping[tuple[str, str], float]
    """By metric and statistic; what CloudWatch has no data of is not there."""
    elapsed_s: float
    """Seconds of the window that are over."""

    def value(self, name: str, statistic: str) -> float | None:
        """Return a statistic, if there is data."""
        return self.values.get((name, statistic))

    def sum(self, name: str) -> float | None:
        """Return the sum of a metric. Once there are requests, absent is zero."""
        if self.requests is None:
            return None
        return self.values.get((name, "Sum"), 0.0)

    @property
    def requests(self) -> float | None:
        """Requests in the window."""
        return self.values.get(("Requests", "Sum"))

    @property
    def requests_per_minute(self) -> float | None:
        """Requests per minute."""
        return None if self.requests is None else self.requests * 60 / self.elapsed_s

    @property
    def errors(self) -> dict[str, int]:
        """How many requests failed, by the name of their class, where there are any."""
        counts = {name: int(self.sum(metric) or 0) for metric, name in ERRORS.items()}
        return {name: count for name, count in counts.items() if count}

    @property
    def error_percent(self) -> float | None:
        """Share of the requests that failed, for whatever reason but that the client left."""
        if not self.requests:
            return None
        return 100 * sum(self.errors.values()) / self.requests

    def latency(self, statistic: str) -> float | None:
        """Return the latency of whole answers.

        The log lines of AWS's images tell none; SageMaker's own, in microseconds, is a little more.
        """
        own = self.value("Latency", statistic)
        micros = self.value("ModelLatency", statistic)
        return own if own is not None or micros is None else micros / 1000

    @property
    def tokens_per_s(self) -> float | None:
        """Completion tokens per second, of all requests together.

        Unknown where no line tells any: those of most of AWS's images do not.
        """
        tokens = self.value("CompletionTokens", "Sum")
        return None if tokens is None else tokens / self.elapsed_s

    @property
    def tokens_per_request(self) -> float | None:
        """Completion tokens of each request that did not fail."""
        answered = (self.requests or 0) - sum(self.errors.values())
        tokens = self.value("CompletionTokens", "Sum")
        return None if tokens is None or answered <= 0 else tokens / answered

    @property
    def busy(self) -> float:
        """Requests that were answered at once, on average: by SageMaker's times, as in the bill.

        Those of the records are of whole answers only, and stand in where SageMaker tells none.
        """
        micros = self.value("ModelLatency", "Sum")
        busy_ms = self.value("Latency", "Sum") if micros is None else micros / 1000
        return (busy_ms or 0) / 1000 / self.elapsed_s

"""Whether the last minutes met an endpoint's service level objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockgate.top.figures import Figures

if TYPE_CHECKING:
    from datetime import timedelta

    from infra.config.endpoints.slo import Slo

LATENCIES = {
    "ttft_p95": ("TimeToFirstToken", "p95", "TTFT p95"),
    "ttft_p99": ("TimeToFirstToken", "p99", "TTFT p99"),
    "latency_p95": ("Latency", "p95", "latency p95"),
    "latency_p99": ("Latency", "p99", "latency p99"),
}
"""Key of the objective: metric, statistic, and what to call it."""
FAULTS = ("ServerErrors", "Throttles", "Timeouts")


def missed(slo: Slo, figures: Figures) -> list[str] | None:
    """Name the objectives that the window misses; None where there is no data to tell by."""
    if figures.requests is None:
        return None
    slow = [
        name
        for key, (metric, statistic, name) in LATENCIES.items()
        if _is_over(figures.value(metric, statistic), getattr(slo, key))
    ]
    return [*slow, *(["errors"] if _fails_too_often(slo, figures) else [])]


def _is_over(milliseconds: float | None, objective: timedelta | None) -> bool:
    if milliseconds is None or objective is None:
        return False
    return milliseconds > objective.total_seconds() * 1000


def _fails_too_often(slo: Slo, figures: Figures) -> bool:
    if slo.error_rate is None or not figures.requests:
        return False
    failed = sum(figures.sum(name) or 0 for name in FAULTS)
    return 100 * failed / figures.requests > slo.error_rate

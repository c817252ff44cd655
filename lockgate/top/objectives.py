"""Whether the last minutes met an endpoint's service level objectives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from lockgate.top.figures import Figures, Statistic

if TYPE_CHECKING:
    from infra.config.endpoints.slo import Slo

SAGEMAKER = "AWS/SageMaker"
TIMES = {
    "ttft_p95": ("TimeToFirstToken", "p95", "TTFT p95"),
    "ttft_p99": ("TimeToFirstToken", "p99", "TTFT p99"),
    "latency_p95": ("Latency", "p95", "lat. p95"),
    "latency_p99": ("Latency", "p99", "lat. p99"),
}
"""Key of the objective: metric, statistic, and what to call it."""
FAILED = ("Invocation5XXErrors", "InvocationFailures")
ASKED = ("Invocations", "InvocationsProcessed")
"""Errors are judged by SageMaker's own count, as the alarms do: a container that is dead writes no
records. The second of each is what async endpoints have."""


def needed(slo: Slo | None) -> Iterator[Statistic]:
    """Yield the statistics that tell whether objectives are met."""
    if slo is None:
        return
    for key, (metric, statistic, _) in TIMES.items():
        if getattr(slo, key) is not None:
            yield Statistic(metric, statistic)
    if slo.error_rate is not None:
        yield from (Statistic(name, "Sum", SAGEMAKER) for name in (*FAILED, *ASKED))


def missed(slo: Slo, figures: Figures) -> list[str] | None:
    """Name the objectives that the window misses; None where there is no data to tell by."""
    if not any(figures.value(*one[:2]) is not None for one in needed(slo)):
        return None
    slow = [
        name
        for key, (metric, statistic, name) in TIMES.items()
        if _is_over(figures.value(metric, statistic), getattr(slo, key))
    ]
    return [*slow, *(["errors"] if _fails_too_often(slo, figures) else [])]


def _is_over(milliseconds: float | None, objective: timedelta | None) -> bool:
    if milliseconds is None or objective is None:
        return False
    return milliseconds > objective / timedelta(milliseconds=1)


def _fails_too_often(slo: Slo, figures: Figures) -> bool:
    if slo.error_rate is None:
        return False
    failed = sum(figures.value(name, "Sum") or 0 for name in FAILED)
    asked = sum(figures.value(name, "Sum") or 0 for name in ASKED)
    return failed > 0 and 100 * failed / max(failed, asked) > slo.error_rate

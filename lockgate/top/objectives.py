"""Whether the last minutes met an endpoint's service level objectives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from lockgate.top.figures import SAGEMAKER, Figures, Statistic

if TYPE_CHECKING:
    from infra.config.endpoints.slo import Slo

FIRST_TOKENS = {"ttft_p95": "p95", "ttft_p99": "p99"}
LATENCIES = {"latency_p95": "p95", "latency_p99": "p99"}
"""Statistics by the key of the objective."""
FAILED = ("Invocation5XXErrors", "InvocationFailures")
ASKED = ("Invocations", "InvocationsProcessed")
"""Errors are judged by SageMaker's own count, as the alarms do: a container that is dead writes no
records. The second of each is what async endpoints have."""


def needed(slo: Slo | None) -> Iterator[Statistic]:
    """Yield the statistics that tell whether objectives are met."""
    if slo is None:
        return
    for key, statistic in FIRST_TOKENS.items():
        if getattr(slo, key) is not None:
            yield Statistic("TimeToFirstToken", statistic)
    for key, statistic in LATENCIES.items():
        if getattr(slo, key) is not None:
            yield Statistic("Latency", statistic)
            yield Statistic("ModelLatency", statistic, SAGEMAKER)
    if slo.error_rate is not None:
        yield from (Statistic(name, "Sum", SAGEMAKER) for name in (*FAILED, *ASKED))


def missed(slo: Slo, figures: Figures) -> list[str] | None:
    """Name the objectives that the window misses; None where there is no data to tell by."""
    if not any(figures.value(*one[:2]) is not None for one in needed(slo)):
        return None
    first = {key: figures.value("TimeToFirstToken", p) for key, p in FIRST_TOKENS.items()}
    whole = {key: figures.latency(p) for key, p in LATENCIES.items()}
    names = {key: f"TTFT {p}" for key, p in FIRST_TOKENS.items()}
    names |= {key: f"lat. {p}" for key, p in LATENCIES.items()}
    slow = [names[key] for key, ms in (first | whole).items() if _is_over(ms, getattr(slo, key))]
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

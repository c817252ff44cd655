"""What CloudWatch counts of the demo's own calls, beside what they measured themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from lockgate.demo.calls import Called
from lockgate.metric_data import Metric, Span, read_metrics
from lockgate.variant_key import VariantKey

PATIENCE_S = 60
"""The pipeline needs 5 to 10 s, as it gathers lines for 5 s; a busy machine needs longer."""
LOOK_S = 0.5
REQUESTS = "Requests"
ADDED = (REQUESTS, "PromptTokens", "CompletionTokens")
MINUTE = timedelta(minutes=1)

Counts = dict[str, int]
"""Sums by metric."""


def measured(calls: Iterable[Called]) -> Counts:
    """Return what the answers said."""
    answers = [answer for called in calls for answer in called.answers]
    prompt = sum(answer.prompt_tokens or 0 for answer in answers)
    completion = sum(answer.completion_tokens or 0 for answer in answers)
    return dict(zip(ADDED, (len(answers), prompt, completion), strict=True))


class Counted:
    """What CloudWatch counts of some variants, from now on."""

    def __init__(self, cloudwatch: Any, keys: Sequence[VariantKey]) -> None:
        self._cloudwatch = cloudwatch
        self._keys = keys
        self._since = datetime.now(UTC).replace(second=0, microsecond=0)
        self._before = self._sums()

    def counts(self) -> Counts:
        """Return the sums over all variants, less what others added in the first minute."""
        now = self._sums()
        return {name: now[name] - self._before[name] for name in ADDED}

    def first_token_ms(self, endpoint: str) -> float | None:
        """Return the median TTFT of an endpoint that nobody else asked, if one is known."""
        if self._before[REQUESTS]:
            return None
        own = [key for key in self._keys if key.endpoint == endpoint]
        found = self._values([key.metric("TimeToFirstToken", "p50") for key in own])
        return next(iter(found.values()), None)

    def _sums(self) -> Counts:
        asked = {key.metric(name, "Sum"): name for key in self._keys for name in ADDED}
        sums = dict.fromkeys(ADDED, 0)
        for metric, value in self._values(list(asked)).items():
            sums[asked[metric]] += int(value)
        return sums

    def _values(self, metrics: Sequence[Metric]) -> dict[Metric, float]:
        end = datetime.now(UTC).replace(second=0, microsecond=0) + MINUTE
        span = Span(self._since, end)
        found = read_metrics(self._cloudwatch, metrics, span, period_s=span.seconds)
        return {metric: series[max(series)] for metric, series in found.items() if series}


def wait_for(
    counts: Callable[[], Counts],
    requests: int,
    *,
    on_look: Callable[[Counts], object],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> Counts:
    """Look until so many requests are counted, or patience ends; returns what was counted."""
    begun = clock()
    while (found := counts())[REQUESTS] < requests and clock() - begun < PATIENCE_S:
        on_look(found)
        sleep(LOOK_S)
    return found

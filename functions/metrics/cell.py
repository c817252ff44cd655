"""Figures of some inferences: of one model, or of those that failed, in one minute."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from functions.emf import Distribution

from .record import Inference

STOPPED = frozenset({"stop", "eos_token", "stop_sequence"})
"""Finish reasons of an answer that the model ended: OpenAI's word, and TGI's."""
CANCELLED = "cancelled"
BROKEN = "error"
UNFINISHED = frozenset({CANCELLED, BROKEN})
"""Finish reasons of an answer that began well, and that the client or an error cut short."""
SHORTEST_MS = 0.001
"""Of which a speed is made: lines tell times in microseconds, and what is less was not measured."""
FAILURES = {408: "Timeouts", 504: "Timeouts", 429: "Throttles", 503: "Throttles", 499: "Cancelled"}
"""Classes of status codes; the others are errors of the client or of the server."""


class Cell:
    """Counts and distributions by metric; what is absent is zero."""

    __slots__ = ("counts", "distributions")

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.distributions: dict[str, Distribution] = {}

    @classmethod
    def merged(cls, cells: Iterable["Cell"]) -> Self:
        """All of them together."""
        whole = cls()
        for cell in cells:
            whole.counts.update(cell.counts)
            for name, distribution in cell.distributions.items():
                whole._distribution(name).merge(distribution)
        return whole

    def add_succeeded(self, inferences: Sequence[Inference]) -> None:
        """Count inferences that were answered, some perhaps not to the end."""
        self._add(inferences)
        # What a failure sends first is its error, and no token.
        first = [each.ttft_ms for each in inferences if each.ttft_ms is not None]
        between = [each.tpot_ms for each in inferences if each.tpot_ms is not None]
        self._measure({"TimeToFirstToken": first, "TimePerOutputToken": between})
        reasons = Counter([each.finish_reason for each in inferences])
        if reasons.keys() & UNFINISHED:
            inferences = [each for each in inferences if each.finish_reason not in UNFINISHED]
        for reason, count in reasons.items():
            if reason is not None:
                self.counts[_of_reason(reason)] += count
        latencies = [each.latency_ms for each in inferences if each.latency_ms is not None]
        speeds = [
            each.completion_tokens / each.latency_ms * 1000
            for each in inferences
            if each.completion_tokens and each.latency_ms and each.latency_ms >= SHORTEST_MS
        ]
        self._measure({"Latency": latencies, "TokensPerSecond": speeds})

    def add_failed(self, inferences: Sequence[Inference]) -> None:
        """Count inferences whose status is 400 or more."""
        self._add(inferences)
        for status, count in Counter([each.status for each in inferences]).items():
            self.counts[_of_status(status or 0)] += count

    def metrics(self, names: Iterable[str]) -> dict[str, float | Distribution]:
        """Those of the metrics that are there."""
        everything: Mapping[str, float | Distribution] = {**self.counts, **self.distributions}
        return {name: everything[name] for name in names if everything.get(name)}

    def _add(self, inferences: Sequence[Inference]) -> None:
        counts = self.counts
        counts["Requests"] += len(inferences)
        counts["PromptTokens"] += sum([each.prompt_tokens or 0 for each in inferences])
        counts["CompletionTokens"] += sum([each.completion_tokens or 0 for each in inferences])
        waits = [each.queue_ms for each in inferences if each.queue_ms is not None]
        self._measure({"QueueTime": waits})

    def _measure(self, columns: Mapping[str, list[float]]) -> None:
        for name, values in columns.items():
            if values:
                self._distribution(name).add(values)

    def _distribution(self, name: str) -> Distribution:
        found = self.distributions.get(name)
        if found is None:
            found = self.distributions[name] = Distribution()
        return found


def _of_reason(reason: str) -> str:
    if reason in STOPPED:
        return "FinishReasonStop"
    if reason == "length":
        return "FinishReasonLength"
    # A status of 200 was on its way already when the answer broke off.
    return {CANCELLED: "Cancelled", BROKEN: "ServerErrors"}.get(reason, "FinishReasonOther")


def _of_status(status: int) -> str:
    return FAILURES.get(status) or ("ClientErrors" if status < 500 else "ServerErrors")

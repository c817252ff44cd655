"""Graphs of what a model answers: metrics made of inference records and of captures."""

from collections.abc import Iterator

from infra.config.capture_metrics import JUDGED
from infra.observability.dashboard_operations import Graph
from infra.observability.dashboard_subject import Subject
from infra.observability.widgets import Line, Math

PERCENTILES = ("p50", "p95", "p99")


def inference(subject: Subject) -> Iterator[Graph]:
    """Times and tokens; time to first token where the kind streams."""
    if subject.streams:
        yield "Time to first token", "ms", _percentiles(subject, "TimeToFirstToken")
    yield "Time per output token", "ms", _percentiles(subject, "TimePerOutputToken")
    queue = subject.ours("QueueTime", "p95", "of which in the queue, p95")
    yield "Latency in the container", "ms", [*_percentiles(subject, "Latency"), queue]
    yield "Tokens per second", "", [tokens_per_second(subject), _of_one_request(subject)]
    yield "Tokens", "", [*_sums(subject, prompt="PromptTokens", completion="CompletionTokens")]
    yield "Tokens per request", "", [*_per_request(subject)]
    yield "Finish reasons", "", [*_finish_reasons(subject)]
    yield "Requests that failed, as the container says", "", [*_failures(subject)]


def quality(subject: Subject) -> Iterator[Graph]:
    """What captured answers look like, as far as that can be counted."""
    yield "Captured answers", "", _sums(subject, **JUDGED)


def tokens_per_second(subject: Subject, label: str = "all requests") -> Math:
    """Completion tokens of all instances together."""
    tokens = subject.ours("CompletionTokens", "Sum", "completion tokens")
    return Math("{tokens} / PERIOD({tokens})", {"tokens": tokens}, label)


def _of_one_request(subject: Subject) -> Line:
    return subject.ours("TokensPerSecond", "p50", "one request, p50", right=True)


def _per_request(subject: Subject) -> Iterator[Line]:
    requests = subject.ours("Requests", "Sum", "requests")
    for label, name in (("prompt", "PromptTokens"), ("completion", "CompletionTokens")):
        tokens = subject.ours(name, "Sum", name)
        yield Math("{tokens} / {requests}", {"tokens": tokens, "requests": requests}, label)


def _finish_reasons(subject: Subject) -> list[Line]:
    reasons = {"stop": "Stop", "length": "Length", "other": "Other"}
    return _sums(subject, **{label: f"FinishReason{name}" for label, name in reasons.items()})


def _failures(subject: Subject) -> list[Line]:
    return _sums(
        subject,
        client="ClientErrors",
        throttled="Throttles",
        late="Timeouts",
        server="ServerErrors",
        cancelled="Cancelled",
    )


def _percentiles(subject: Subject, name: str) -> list[Line]:
    return [subject.ours(name, percentile, percentile) for percentile in PERCENTILES]


def _sums(subject: Subject, **names: str) -> list[Line]:
    return [subject.ours(name, "Sum", label) for label, name in names.items()]

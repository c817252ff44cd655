"""Graphs that hold a shadow against the variants that answer: each line on both sides."""

from collections.abc import Callable, Iterator, Sequence

from infra.endpoints.alarms import OF_ANSWERS
from infra.observability.dashboard_model import tokens_per_second
from infra.observability.dashboard_operations import MICROSECONDS, Graph
from infra.observability.dashboard_subject import Subject
from infra.observability.widgets import Line, Math

MakeLine = Callable[[Subject], Line]


def comparison(answering: Sequence[Subject], shadow: Subject) -> Iterator[Graph]:
    """What decides whether the shadow may take over: times, failures, tokens."""
    for title, unit, line in _COMPARED:
        lines = [line(each).called(each.variant.name) for each in (*answering, shadow)]
        yield f"{title}: {shadow.variant.name} against production", unit, lines


def _of(name: str, statistic: str) -> MakeLine:
    return lambda subject: subject.ours(name, statistic, name)


def _model_latency(subject: Subject) -> Line:
    return subject.sagemaker("ModelLatency", "p95", "ModelLatency")


def _failed(subject: Subject) -> Line:
    of = {
        "errors": subject.sagemaker(OF_ANSWERS.errors, "Sum", "errors"),
        "requests": subject.sagemaker(OF_ANSWERS.requests, "Sum", "requests"),
    }
    return Math("100 * {errors} / {requests}", of, "failed")


_COMPARED: tuple[tuple[str, str, MakeLine], ...] = (
    ("Model latency p95", MICROSECONDS, _model_latency),
    ("5xx", "%", _failed),
    ("Time to first token p95", "ms", _of("TimeToFirstToken", "p95")),
    ("Time per output token p95", "ms", _of("TimePerOutputToken", "p95")),
    ("Latency p95", "ms", _of("Latency", "p95")),
    ("Tokens per second", "", tokens_per_second),
)

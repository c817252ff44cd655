"""What is said below an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockgate.invocation.figures import figures_line, stand_in_notice

if TYPE_CHECKING:
    from lockgate.invocation.answer import Answer
    from lockgate.invocation.choice import Choice
    from lockgate.invocation.subject import Subject

SLOW_START_S = 1.0
"""A wait before the model's work from which on it is worth explaining."""
STARTS = {
    "serverless": "a serverless endpoint that was idle starts a container first (cold start); "
    "ask again, or keep some warm: provisioned_concurrency",
    "multi-model": "the endpoint loads a model that it does not have in memory; ask again",
}
"""What a request may have waited for."""


def remarks(answer: Answer, subject: Subject, choice: Choice) -> list[str]:
    """Return the lines: the figures, who really answered, and what the kind has to do with it."""
    asked = subject.answering(choice, answer.variant)
    stand_in = subject.stand_in(asked)
    lines = [
        figures_line(answer),
        variant_notice(answer, subject),
        asked and stand_in_notice(answer, asked=asked, stand_in=stand_in),
        stream_notice(subject, choice),
        start_notice(answer, subject),
    ]
    return [line for line in lines if line]


def variant_notice(answer: Answer, subject: Subject) -> str | None:
    """Return which of several variants answered."""
    releases = subject.releases()
    if answer.variant not in releases or len(releases) < 2:
        return None
    return f"variant {answer.variant} answered: {releases[answer.variant]}"


def stream_notice(subject: Subject, choice: Choice) -> str | None:
    """Return why an answer did not stream, unless nobody asked for that."""
    reason = subject.why_unstreamed(choice)
    if reason is None or choice.stream is False:
        return None
    return f"not streamed: {reason}" if choice.stream or subject.endpoint.kind != "async" else None


def start_notice(answer: Answer, subject: Subject) -> str | None:
    """Return what a slow answer has probably waited for."""
    reason = STARTS.get(subject.endpoint.kind)
    if reason is None or answer.waited_s is None or answer.waited_s < SLOW_START_S:
        return None
    return f"why the wait: {reason}"

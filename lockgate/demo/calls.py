"""One call to an endpoint of each kind, and what it showed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lockgate.addresses import Address
from lockgate.invocation.answer import Answer
from lockgate.invocation.choice import Choice
from lockgate.invocation.request import ChatRequest

if TYPE_CHECKING:
    from infra.config.endpoints import AsyncEndpoint
    from lockgate.invocation.subject import Subject

QUESTION = "What is a canal lock? Answer in two sentences."
LONGEST = 64
"""Tokens of an answer."""
COLD_S = 0.5
"""A wait before the model's work that only the start of a container explains."""


@dataclass(frozen=True)
class Called:
    """One answer of one endpoint."""

    address: Address
    kind: str
    answered_by: str
    answer: Answer
    in_place_of: str | None = None
    """The release that a stand-in answers for."""
    note: str = ""
    again: Answer | None = None
    """Answer to a second call, when the first one had to wait for a start."""
    place: str | None = None
    """Where the answer was stored."""

    @property
    def answers(self) -> list[Answer]:
        """Every answer that there was."""
        return [self.answer, *([self.again] if self.again else [])]


def request() -> ChatRequest:
    """Return the question that each endpoint is asked."""
    return ChatRequest(QUESTION, max_tokens=LONGEST, temperature=0)


def call(
    subject: Subject, on_text: Callable[[str], object], choice: Choice | None = None
) -> Called:
    """Ask an endpoint as its kind wants to be asked.

    Raises:
        CommandError: it failed.
    """
    choice = choice or Choice()
    if subject.endpoint.kind == "async":
        return _in_queue(subject, subject.endpoint, on_text, choice)
    answer = _at_once(subject, on_text, choice)
    if subject.endpoint.kind != "serverless":
        return _called(subject, answer, choice, "published" if choice.target_model else "")
    if (answer.waited_s or 0) < COLD_S:
        return _called(subject, answer, choice, "warm")
    again = _at_once(subject, lambda _: None, choice)
    return replace(_called(subject, answer, choice, "cold start"), again=again)


def who(subject: Subject, choice: Choice, variant: str | None = None) -> str:
    """Say which release answers."""
    asked = subject.answering(choice, variant)
    return str(subject.stand_in(asked) or asked or choice.target_model)


def _at_once(subject: Subject, on_text: Callable[[str], object], choice: Choice) -> Answer:
    from lockgate.invocation.conversation import connect

    conversation = connect(subject, choice)
    return conversation.ask(request(), on_text=on_text, clock=time.perf_counter)


def _in_queue(
    subject: Subject, endpoint: AsyncEndpoint, on_text: Callable[[str], object], choice: Choice
) -> Called:
    from lockgate.invocation.asynchronous.queue import join

    queue = join(subject, endpoint)
    since_ms = int(time.time() * 1000)
    answer = Answer(time.perf_counter)
    asked = request()
    ticket = queue.submit(asked)
    result = queue.wait(ticket)
    on_text(queue.read(asked, answer, result, ticket, since_ms=since_ms))
    return replace(_called(subject, answer, choice, "from S3"), place=str(ticket.output))


def _called(subject: Subject, answer: Answer, choice: Choice, note: str = "") -> Called:
    asked = subject.answering(choice, answer.variant)
    return Called(
        subject.address,
        subject.endpoint.kind,
        who(subject, choice, answer.variant),
        answer,
        in_place_of=str(asked) if subject.stand_in(asked) else None,
        note=note,
    )

"""Ask an async endpoint, and wait for what it says."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lockgate.errors import CommandError
from lockgate.invocation.answer import Answer
from lockgate.invocation.asynchronous.client import AsyncClient
from lockgate.invocation.asynchronous.display import QueueState, waiting_display
from lockgate.invocation.asynchronous.ticket import Limits, Outcome, Ticket
from lockgate.invocation.asynchronous.waiting import wait_for
from lockgate.invocation.explanations import Explanations, message_of
from lockgate.invocation.processing import processing_s

if TYPE_CHECKING:
    from infra.config.endpoints import AsyncEndpoint
    from lockgate.invocation.request import Request
    from lockgate.invocation.subject import Subject


@dataclass(frozen=True)
class Queue:
    """The queue of one async endpoint."""

    subject: Subject
    limits: Limits
    explanations: Explanations
    client: AsyncClient

    def submit(self, request: Request) -> Ticket:
        """Put a request into the queue.

        Raises:
            CommandError: the endpoint is not deployed, or AWS refused.
        """
        return self.client.submit(request.body(stream=False), self.limits)

    def wait(
        self,
        ticket: Ticket,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> bytes:
        """Return the result of a request, with progress on stderr until it is there.

        Raises:
            CommandError: the request failed or expired; says where the log is.
        """
        state = QueueState(self.explanations.target, self.subject.address.name, clock)
        with waiting_display(state) as on_wait:
            outcome = wait_for(
                ticket,
                look=self.client.look,
                patience_s=self.limits.patience_s,
                on_wait=on_wait,
                clock=clock,
                sleep=sleep,
            )
        return self._result(outcome)

    def _result(self, outcome: Outcome) -> bytes:
        if not outcome.failed:
            return outcome.body
        said = message_of(outcome.body.decode(errors="replace"))
        raise CommandError(f"the request failed: {said}", fix=self.explanations.read_log())

    def read(
        self, request: Request, answer: Answer, result: bytes, ticket: Ticket, *, since_ms: int
    ) -> str:
        """Take a result in, with the figures that the endpoint's log has; return what to show.

        Raises:
            CommandError: it is something else than was wanted.
        """
        try:
            text = request.read(answer, json.loads(result))
        except (ValueError, LookupError, TypeError) as error:
            raise CommandError(
                f"{self.subject.address} did not answer with {request.wants}: {error}",
                fix=f"see what it says: --json, or {ticket.output}",
            ) from None
        answer.queued = True
        answer.processing_s = processing_s(
            self.explanations.target,
            self.subject.address,
            ticket.inference_id,
            since_ms=since_ms,
            sleep=time.sleep,
        )
        return text


def join(subject: Subject, endpoint: AsyncEndpoint) -> Queue:
    """Get ready to ask an async endpoint.

    Raises:
        CommandError: its AWS is the local one and does not run.
    """
    explanations = Explanations(subject.address, subject.target(), endpoint)
    limits = Limits(endpoint.request_ttl, endpoint.invocation_timeout)
    return Queue(subject, limits, explanations, AsyncClient(explanations))

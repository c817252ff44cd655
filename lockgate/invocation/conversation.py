"""Ask one endpoint that answers at once."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lockgate.errors import CommandError
from lockgate.invocation.answer import Answer
from lockgate.invocation.choice import Choice
from lockgate.invocation.endpoint import EndpointClient
from lockgate.invocation.explanations import Explanations
from lockgate.invocation.processing import processing_s
from lockgate.invocation.remarks import STARTS, remarks
from lockgate.invocation.request import Request
from lockgate.invocation.server_sent_events import messages

if TYPE_CHECKING:
    from lockgate.invocation.subject import Subject


@dataclass(frozen=True)
class Conversation:
    """An endpoint, and who is to answer there."""

    subject: Subject
    choice: Choice
    client: EndpointClient

    def streams(self, request: Request) -> bool:
        """Whether the answer is shown as it is written."""
        wanted = request.streams and self.choice.stream is not False
        return wanted and self.subject.why_unstreamed(self.choice) is None

    def ask(
        self,
        request: Request,
        *,
        on_text: Callable[[str], object],
        clock: Callable[[], float],
    ) -> Answer:
        """Pass the answer on as it arrives, and return it with its figures.

        Raises:
            CommandError: the endpoint failed, or answered something else than was wanted.
        """
        answer = Answer(clock)
        try:
            if self.streams(request):
                reply = self.client.stream(request.body(stream=True))
                answer.variant = reply.variant
                for piece in answer.read_stream(messages(reply.parts)):
                    on_text(piece)
            else:
                self._ask_whole(request, answer, on_text)
        except (ValueError, LookupError, TypeError) as error:
            raise CommandError(
                f"{self.subject.address} did not answer with {request.wants}: {error}",
                fix="see what it says: --json",
            ) from None
        return answer

    def _ask_whole(
        self, request: Request, answer: Answer, on_text: Callable[[str], object]
    ) -> None:
        inference_id, since_ms = str(uuid.uuid4()), int(time.time() * 1000)
        reply = self.client.ask(request.body(stream=False), inference_id=inference_id)
        answer.variant = reply.variant
        on_text(request.read(answer, json.loads(reply.whole())))
        if self.subject.endpoint.kind in STARTS:
            answer.processing_s = processing_s(
                self.client.target,
                self.subject.address,
                inference_id,
                since_ms=since_ms,
                sleep=time.sleep,
            )

    def remarks(self, request: Request, answer: Answer) -> list[str]:
        """Return what to say below an answer: the figures, and who really answered."""
        choice = self.choice if request.streams else replace(self.choice, stream=False)
        return remarks(answer, self.subject, choice)


def connect(subject: Subject, choice: Choice) -> Conversation:
    """Get ready to ask an endpoint.

    Raises:
        CommandError: its AWS is the local one and does not run.
    """
    explanations = Explanations(subject.address, subject.target(), subject.endpoint)
    return Conversation(subject, choice, EndpointClient(explanations, choice.route()))

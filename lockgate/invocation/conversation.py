"""Ask one endpoint of the project in the current folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lockgate.addresses import Address
from lockgate.aws import is_local, target_of
from lockgate.errors import CommandError
from lockgate.invocation.answer import Answer
from lockgate.invocation.endpoint import EndpointClient
from lockgate.invocation.figures import figures_line, stand_in_notice
from lockgate.invocation.request import ChatRequest
from lockgate.invocation.server_sent_events import messages
from lockgate.project import environment_of, open_project, project_root, require_endpoint

if TYPE_CHECKING:
    from infra.config.references import ReleaseReference


@dataclass(frozen=True)
class Conversation:
    """An endpoint, and the release that the configuration says answers there."""

    client: EndpointClient
    asked: ReleaseReference
    stand_in: ReleaseReference | None

    def ask(
        self,
        request: ChatRequest,
        *,
        stream: bool,
        on_text: Callable[[str], None],
        clock: Callable[[], float],
    ) -> Answer:
        """Pass the answer on as it arrives, and return it with its figures.

        Raises:
            CommandError: the endpoint failed, or answered something that is no chat completion.
        """
        answer = Answer(clock)
        body = request.body(stream=stream)
        try:
            if stream:
                for piece in answer.read_stream(messages(self.client.stream(body))):
                    on_text(piece)
            else:
                on_text(answer.read_whole(json.loads(self.client.ask(body))))
        except (ValueError, LookupError, TypeError) as error:
            raise CommandError(
                f"{self.client.address} did not answer with a chat completion: {error}",
                fix="see what it says: --json",
            ) from None
        return answer

    def remarks(self, answer: Answer) -> list[str]:
        """Return what to say below an answer: the figures, and who really answered."""
        notice = stand_in_notice(answer, asked=self.asked, stand_in=self.stand_in)
        return [line for line in (figures_line(answer), notice) if line]


def connect(address: Address) -> Conversation:
    """Find an endpoint of the project and the AWS it lives in.

    Raises:
        CommandError: it is unknown, no chat model answers there, or its AWS cannot be reached.
    """
    root = project_root()
    project = open_project(root, only=address.environment)
    environment = environment_of(project, address.environment)
    endpoint = require_endpoint(environment, address.environment, address.endpoint)
    card = project.models.get(endpoint.model.model)
    if card is not None and card.task != "chat":
        raise CommandError(
            f"{address} runs {card.name}, whose task is {card.task}; invoke asks chat models only",
            fix="use an AWS SDK",
        )
    stand_in = card.stand_in if card and is_local(environment) else None
    client = EndpointClient(address, target_of(environment, root))
    return Conversation(client, endpoint.model, stand_in)

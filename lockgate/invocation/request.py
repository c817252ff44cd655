"""What an endpoint may be asked, and how its answer is read."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

from lockgate.invocation.answer import Answer


class Request(Protocol):
    """One request to an endpoint."""

    @property
    def wants(self) -> str:
        """What it is to be answered with, as messages call it."""

    @property
    def streams(self) -> bool:
        """Whether its answer may be shown as it is written."""

    def body(self, *, stream: bool) -> bytes:
        """Return what is sent."""

    def read(self, answer: Answer, message: Any) -> str:
        """Take a whole answer in; return what to show of it.

        Raises:
            LookupError, TypeError, ValueError: it is not what was wanted.
        """


@dataclass(frozen=True)
class ChatRequest:
    """One question, as OpenAI's chat completions put it; None leaves the choice to the model."""

    prompt: str
    system: str | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    seed: int | None = None
    wants = "a chat completion"
    streams = True

    def body(self, *, stream: bool) -> bytes:
        """Return the JSON; a streamed answer is asked to end with its token counts."""
        streaming = {"stream": True, "stream_options": {"include_usage": True}} if stream else {}
        sampling = {
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "seed": self.seed,
        }
        given = {name: value for name, value in sampling.items() if value is not None}
        return json.dumps({"messages": self._messages(), **given, **streaming}).encode()

    def read(self, answer: Answer, message: Any) -> str:
        """Return the text of a chat completion."""
        return answer.read_whole(message)

    def _messages(self) -> list[dict[str, Any]]:
        question = {"role": "user", "content": self.prompt}
        if self.system is None:
            return [question]
        return [{"role": "system", "content": self.system}, question]

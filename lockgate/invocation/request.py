"""The body of a chat request."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ChatRequest:
    """One question, as OpenAI's chat completions put it; None leaves the choice to the model."""

    prompt: str
    system: str | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    seed: int | None = None

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

    def _messages(self) -> list[dict[str, Any]]:
        question = {"role": "user", "content": self.prompt}
        if self.system is None:
            return [question]
        return [{"role": "system", "content": self.system}, question]

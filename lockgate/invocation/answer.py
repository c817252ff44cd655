"""An answer as it arrives, and its figures."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lockgate.errors import CommandError


@dataclass
class Answer:
    """What is known of one answer so far. Times are seconds since the request was sent."""

    clock: Callable[[], float]
    text: str = ""
    model: str | None = None
    finish_reason: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    first_token_s: float | None = None
    total_s: float | None = None
    variant: str | None = None
    """The production variant that SageMaker chose."""
    queued: bool = False
    """Whether the total includes the time in a queue."""
    processing_s: float | None = None
    """Time that the model itself worked, if its log was asked and told."""
    _sent: float = field(init=False)

    def __post_init__(self) -> None:
        self._sent = self.clock()

    def read_stream(self, messages: Iterable[dict[str, Any]]) -> Iterator[str]:
        """Take the messages of a stream in and yield each piece of text.

        Raises:
            CommandError: the stream carries an error.
        """
        for message in messages:
            _raise_error(message)
            self._read_common(message)
            for choice in message.get("choices", []):
                piece = (choice.get("delta") or {}).get("content") or ""
                self.finish_reason = choice.get("finish_reason") or self.finish_reason
                if piece:
                    self._read_piece(piece)
                    yield piece
        self.total_s = self.clock() - self._sent

    def read_whole(self, message: Any) -> str:
        """Take an answer in that came in one piece; return its text.

        Raises:
            LookupError, TypeError, ValueError: it is no chat completion.
        """
        if not isinstance(message, dict):
            raise ValueError(f"it is no object but {message!r:.40}")
        self._read_common(message)
        choice = message["choices"][0]
        self.text = choice["message"]["content"] or ""
        self.finish_reason = choice.get("finish_reason")
        self.total_s = self.clock() - self._sent
        return self.text

    def read_other(self, message: Any) -> None:
        """Take in what an answer tells of itself that is no chat completion."""
        if isinstance(message, dict):
            self._read_common(message)
        self.total_s = self.clock() - self._sent

    @property
    def waited_s(self) -> float | None:
        """Time in which the model did not work yet, as far as known: queued, started, loaded."""
        if self.total_s is None or self.processing_s is None:
            return None
        return max(0.0, self.total_s - self.processing_s)

    @property
    def tokens_per_s(self) -> float | None:
        """Tokens per second: after the first one of a stream, else over the time of the work."""
        if not self.completion_tokens or self.total_s is None:
            return None
        if self.processing_s:
            return self.completion_tokens / self.processing_s
        if self.queued:
            return None
        if self.first_token_s is None:
            return self.completion_tokens / self.total_s
        writing_s = self.total_s - self.first_token_s
        if self.completion_tokens < 2 or writing_s <= 0:
            return None
        return (self.completion_tokens - 1) / writing_s

    def _read_piece(self, piece: str) -> None:
        if self.first_token_s is None:
            self.first_token_s = self.clock() - self._sent
        self.text += piece

    def _read_common(self, message: dict[str, Any]) -> None:
        self.model = message.get("model") or self.model
        usage = message.get("usage") or {}
        self.prompt_tokens = usage.get("prompt_tokens", self.prompt_tokens)
        self.completion_tokens = usage.get("completion_tokens", self.completion_tokens)


def _raise_error(message: dict[str, Any]) -> None:
    error = message.get("error")
    if error is None:
        return
    said = error.get("message", error) if isinstance(error, dict) else error
    raise CommandError(f"the model stopped in the middle of its answer: {said}")

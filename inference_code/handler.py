"""What an engine must offer to be served: check, load, and generate."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol


class LoadError(Exception):
    """The model cannot be loaded; the message names the file and the reason."""


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """One validated request, in OpenAI's terms whatever form the client used."""

    operation: Literal["chat", "completion"]
    """`chat` has `messages` in its body, `completion` a `prompt`."""
    body: dict[str, Any]
    """OpenAI fields, with top_k, min_p and the penalties that engines add to them."""
    stream: bool
    """Whether someone waits for each token; else an engine may hand over all chunks at the end."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request, as the engine counted them."""

    prompt_tokens: int
    completion_tokens: int


class Generation(Protocol):
    """One running answer: iterate it for the chunks; afterwards its usage is known.

    Each step gives the chunks that have become available, as JSON documents of OpenAI's
    `chat.completion.chunk` (or `text_completion`) form, without the one that reports usage.
    A step may raise `RequestError`, the first one for a prompt that the engine refuses. Closing the
    iterator cancels the generation, and returns when the engine has freed its slot.
    """

    usage: Usage | None
    finish_reason: str | None

    def __aiter__(self) -> AsyncGenerator[Sequence[bytes], None]:
        """Iterate over batches of chunks."""
        ...


class Generator(Protocol):
    """A loaded model."""

    def generate(self, request: GenerationRequest) -> Generation:
        """Prepare an answer; it starts when it is iterated. At most `parallel_requests` run."""
        ...


class Handler(Generator, Protocol):
    """One engine with one model."""

    context_length: int
    """Tokens of context for each request."""

    def check(self) -> int:
        """Check the model's files and return the bytes of memory that the engine will take.

        Called before `load()` where several models share the memory. Raises LoadError.
        """
        ...

    def load(self) -> None:
        """Load the model; called once, in a thread of its own. Raises LoadError."""
        ...

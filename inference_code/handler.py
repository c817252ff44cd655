"""What an engine must offer to be served: check, load, and answer its operations."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Operation = Literal["chat", "completion", "embedding", "classification"]
"""What a model does with a request; telemetry uses the same words."""


class LoadError(Exception):
    """The model cannot be loaded; the message names the file and the reason."""


@dataclass(frozen=True, kw_only=True)
class GenerationRequest:
    """One validated request, in the same terms whatever form the client used."""

    operation: Operation
    """One of those that the handler has."""
    body: dict[str, Any]
    """By operation:

    - `chat` has `messages`, `completion` a `prompt`; both have OpenAI's fields, with top_k, min_p
      and the penalties that engines add to them.
    - `embedding` and `classification` have `texts`, a list of strings that is never empty, and
      `truncate`: whether a text with too many tokens is cut off rather than refused.
    - `embedding` has `normalize` too: whether vectors get the length 1.
    - `classification` has `top_k` too: how many labels for each text, None for all.
    """
    stream: bool
    """Whether someone waits for each token; else an engine may hand over all chunks at the end."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request, as the engine counted them."""

    prompt_tokens: int
    completion_tokens: int


class Generation(Protocol):
    """One running answer: iterate it for the chunks; afterwards its usage is known.

    Each step gives the chunks that have become available, as JSON documents: those of a text in
    OpenAI's `chat.completion.chunk` (or `text_completion`) form, without the one that reports
    usage; for each embedded text, in order, an array of numbers; for each classified text, in
    order, an array of `{"label", "score"}`, the likeliest first. A step may raise `RequestError`,
    the first one for a prompt that the engine refuses. Closing the iterator cancels the generation,
    and returns when the engine has freed its slot.
    """

    usage: Usage | None
    finish_reason: str | None
    """Why a text ended: `stop` or `length`; of vectors and labels None."""

    def __aiter__(self) -> AsyncGenerator[Sequence[bytes], None]:
        """Iterate over batches of chunks."""
        ...


class Generator(Protocol):
    """A loaded model."""

    @property
    def operations(self) -> frozenset[Operation]:
        """What the model can do; before it is loaded, this may be empty."""
        ...

    def generate(self, request: GenerationRequest) -> Generation:
        """Prepare an answer; it starts when it is iterated. At most `parallel_requests` run."""
        ...


class Handler(Generator, Protocol):
    """One engine with one model."""

    context_length: int
    """Tokens of context for each request."""
    loads_alone: bool
    """Whether `load()` keeps all other threads of the process from running."""

    def check(self) -> int:
        """Check the model's files and return the bytes of memory that the engine will take.

        Called before `load()` where several models share the memory. Raises LoadError.
        """
        ...

    def load(self) -> None:
        """Load the model; called once, in a thread of its own. Raises LoadError."""
        ...

"""What every model here is to the hooks: asked with the body of a request, it says its answer."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from inference_code.handler import GenerationRequest, Operation, Usage


@dataclass(frozen=True)
class Asked:
    """One request, as it came."""

    body: bytes | str
    content_type: str
    """Without parameters; empty if the client has named none."""


class Said(Protocol):
    """One answer."""

    @property
    def operation(self) -> Operation | None:
        """What was done; None for a task that is none of our operations."""
        ...

    @property
    def usage(self) -> Usage | None:
        """Tokens of the request, if they were counted."""
        ...

    @property
    def finish_reason(self) -> str | None:
        """Why a text ended, as `inference_code.handler.Generation` has it."""
        ...

    def write(self, accept: str) -> tuple[bytes | str, str]:
        """The body and its media type, out of those that the client accepts.

        Raises NotAcceptableError if there is none.
        """
        ...


class Model(Protocol):
    """A loaded model, for one request at a time."""

    def answer(self, asked: Asked) -> Said:
        """Answer one request. Raises RequestError."""
        ...


@dataclass
class Result:
    """A generation that has ended; see `inference_code.handler.Generation`."""

    chunks: Sequence[bytes]
    usage: Usage | None
    finish_reason: str | None = None

    async def __aiter__(self) -> AsyncGenerator[Sequence[bytes], None]:
        """All chunks at once."""
        yield self.chunks


class Engine(Protocol):
    """A model that has some of our operations."""

    operations: frozenset[Operation]

    def run(self, request: GenerationRequest) -> Result:
        """Compute an answer. Raises RequestError."""
        ...

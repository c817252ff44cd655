"""HTTP requests and responses as the services see them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from lockgate.local.protocol.scope import Scope


@dataclass(frozen=True)
class HttpRequest:
    """One request, its body read."""

    scope: Scope
    method: str
    path: str
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    client_gone: Callable[[], Awaitable[None]]
    """Returns when the client has hung up. Await it once at most."""


class Stream(Protocol):
    """A body that is made while it is sent."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces."""

    async def aclose(self) -> None:
        """Called at the end, also when the client hung up."""


@dataclass(frozen=True)
class HttpResponse:
    """One response."""

    status: int
    headers: Mapping[str, str]
    body: bytes | Stream


Handler = Callable[[HttpRequest], Awaitable[HttpResponse]]

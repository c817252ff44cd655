"""What the control plane and the runtime need of the processes that answer."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.records import Definition

OnLine = Callable[[str, str], None]
"""Takes the id of an instance and one line of its output."""


class Instance(Protocol):
    """One running container."""

    @property
    def id(self) -> str:
        """The instance's id, as in `i-0123456789abcdef0`."""

    @property
    def base_url(self) -> str:
        """Where it answers `/ping` and `/invocations`."""


class Fleet(Protocol):
    """The instances of one variant."""

    async def start(self) -> None:
        """Start all; returns when each is healthy.

        Raises:
            ContainerError: one is not; then none is left running.
        """

    async def scale(self, count: int) -> None:
        """Start or stop instances until there are `count`."""

    def acquire(self) -> AbstractAsyncContextManager[Instance]:
        """Borrow the least busy instance for one request.

        Raises:
            NoHealthyInstance: none can take a request.
        """

    async def drain(self) -> None:
        """Take no more requests, let those under way finish, and stop."""

    async def stop(self) -> None:
        """Stop at once."""


@dataclass(frozen=True)
class Wanted:
    """A fleet that a production variant asks for."""

    scope: Scope
    endpoint: str
    variant: Mapping[str, Any]
    """The ProductionVariant of the endpoint configuration."""
    model: Definition
    tags: Mapping[str, str]
    """Tags of the model."""
    count: int
    """Number of instances."""


class Fleets(Protocol):
    """Makes fleets, not yet started."""

    async def make(self, wanted: Wanted, on_line: OnLine) -> Fleet:
        """Prepare a fleet: its image, its model artifact, its environment.

        Raises:
            ContainerError: one of them cannot be had here; the message says what to do.
        """

    def check_image(self, scope: Scope, container: Mapping[str, Any]) -> None:
        """Refuse a container definition whose image cannot do what it is to do.

        Raises:
            ServiceError: in AWS's words.
        """

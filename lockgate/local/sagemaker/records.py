"""What the control plane remembers of each resource."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lockgate.local.protocol.scope import Scope

if TYPE_CHECKING:
    from asyncio import Task

    from lockgate.local.sagemaker.deployment import Serving
    from lockgate.local.sagemaker.rollout.progress import Progress


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


@dataclass
class Definition:
    """A model or an endpoint configuration: what the create request said."""

    name: str
    arn: str
    request: Mapping[str, Any]
    created: datetime = field(default_factory=now)

    @property
    def told(self) -> dict[str, Any]:
        """What a describe call repeats of the request: all but the tags."""
        return {key: value for key, value in self.request.items() if key != "Tags"}


@dataclass
class Endpoint:
    """An endpoint: its status, what serves, and what is about to."""

    name: str
    arn: str
    scope: Scope
    requested: Definition
    """Configuration that the endpoint was created with."""
    status: str = "Creating"
    failure_reason: str | None = None
    created: datetime = field(default_factory=now)
    modified: datetime = field(default_factory=now)
    serving: "Serving | None" = None
    pending: "Progress | None" = None
    """The deployment that is coming up."""
    deployment_config: Mapping[str, Any] | None = None
    operation: "Task[None] | None" = None
    """The create, update or delete that is under way."""

    def move(self, status: str, *, failure_reason: str | None = None) -> None:
        """Enter a status; a reason of an earlier failure is forgotten."""
        self.status = status
        self.failure_reason = failure_reason
        self.modified = now()

    @property
    def is_in_progress(self) -> bool:
        """Whether an operation is under way, so that AWS refuses another."""
        settled = {"InService", "Failed", "OutOfService", "UpdateRollbackFailed"}
        return self.status not in settled

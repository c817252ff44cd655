"""Scalable targets, scaling policies and scaling activities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

Key = tuple[str, str, str]
"""Service namespace, resource id and scalable dimension."""


def key_of(request: Mapping[str, Any]) -> Key:
    """What a request is about."""
    return request["ServiceNamespace"], request["ResourceId"], request["ScalableDimension"]


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


@dataclass
class Target:
    """A scalable target."""

    arn: str
    settings: dict[str, Any]
    """Members of RegisterScalableTarget."""
    tags: dict[str, str]
    created: datetime = field(default_factory=now)

    @property
    def bounds(self) -> tuple[int, int]:
        """Least and greatest capacity."""
        return self.settings["MinCapacity"], self.settings["MaxCapacity"]

    def is_suspended(self, member: str) -> bool:
        """Whether a member of SuspendedState holds scaling up."""
        return bool(self.settings.get("SuspendedState", {}).get(member, False))


@dataclass(frozen=True)
class Change:
    """A change of capacity that a policy brought about; its cooldown begins with it."""

    before: int
    after: int
    ended: float
    """Seconds of AWS, on the clock of the scaler."""


@dataclass
class Policy:
    """A scaling policy."""

    arn: str
    settings: Mapping[str, Any]
    """Members of PutScalingPolicy."""
    alarms: list[dict[str, str]] = field(default_factory=list)
    """AlarmName and AlarmARN of the alarms that the policy made."""
    created: datetime = field(default_factory=now)
    last: Change | None = None

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.settings["PolicyName"])

    @property
    def tracking(self) -> Mapping[str, Any] | None:
        """The configuration of a target tracking policy."""
        return self.settings.get("TargetTrackingScalingPolicyConfiguration")

    @property
    def steps(self) -> Mapping[str, Any]:
        """The configuration of a step scaling policy."""
        steps: Mapping[str, Any] = self.settings["StepScalingPolicyConfiguration"]
        return steps


@dataclass
class Activity:
    """A scaling activity."""

    key: Key
    description: str
    cause: str
    id: str = field(default_factory=lambda: new_id())
    status: str = "InProgress"
    message: str | None = None
    started: datetime = field(default_factory=now)
    ended: datetime | None = None

    def end(self, status: str, message: str) -> None:
        """Note how it ended."""
        self.status, self.message, self.ended = status, message, now()


@dataclass
class Store:
    """What one account and region holds."""

    targets: dict[Key, Target] = field(default_factory=dict)
    policies: dict[tuple[Key, str], Policy] = field(default_factory=dict)
    """By target and name."""
    activities: list[Activity] = field(default_factory=list)
    """The oldest first."""

    def policies_of(self, key: Key) -> Iterator[Policy]:
        """The policies of a target."""
        return (policy for (of, _), policy in list(self.policies.items()) if of == key)


def new_id() -> str:
    """An id for an ARN."""
    return str(uuid4())

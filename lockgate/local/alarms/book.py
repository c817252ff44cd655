"""What Application Auto Scaling needs of CloudWatch's alarms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lockgate.local.protocol.scope import Scope


@dataclass(frozen=True)
class AlarmReading:
    """An alarm of a scaling policy, as it stands now."""

    name: str
    arn: str
    calls: bool
    """Whether its present state is one in which it calls the policy."""
    comparison: str
    """ComparisonOperator."""
    threshold: float
    points: tuple[float, ...]
    """The datapoints that were evaluated last, the oldest first; none where none are there."""


class AlarmBook(Protocol):
    """The alarms of CloudWatch."""

    def put(self, scope: Scope, name: str, members: Mapping[str, Any]) -> str:
        """Make or change an alarm from members of PutMetricAlarm; returns its ARN."""

    def delete(self, scope: Scope, names: Iterable[str]) -> None:
        """Delete alarms; one that is gone already is no error."""

    def of_policy(self, scope: Scope, policy: str) -> list[AlarmReading]:
        """The alarms that call a scaling policy, by its ARN."""

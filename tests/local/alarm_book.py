"""CloudWatch's alarms, set by the tests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lockgate.local.alarms.book import AlarmReading
from lockgate.local.protocol.scope import Scope


@dataclass
class FakeAlarmBook:
    """Keeps alarms by name; `points` has the datapoints of those that ring."""

    alarms: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    points: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def put(self, scope: Scope, name: str, members: Mapping[str, Any]) -> str:
        self.alarms[name] = members
        return scope.arn("cloudwatch", f"alarm:{name}")

    def delete(self, scope: Scope, names: Iterable[str]) -> None:
        for name in names:
            self.alarms.pop(name, None)

    def of_policy(self, scope: Scope, policy: str) -> list[AlarmReading]:
        return [
            AlarmReading(
                name=name,
                arn=scope.arn("cloudwatch", f"alarm:{name}"),
                calls=name in self.points,
                comparison=alarm["ComparisonOperator"],
                threshold=alarm["Threshold"],
                points=self.points.get(name, ()),
            )
            for name, alarm in self.alarms.items()
            if policy in alarm["AlarmActions"]
        ]

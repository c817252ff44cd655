"""What CloudFormation asks for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

Phase = Literal["before", "after"]


@dataclass(frozen=True)
class Variant:
    """A production variant as the template wants it."""

    instance: str
    """Instance type."""
    least: int = 0
    most: int = 0
    policies: tuple[Mapping[str, Any], ...] = ()
    """Members of PutScalingPolicy, without those that name the variant; none: not scaled.

    A step scaling policy may have an `Alarm`: the members of PutMetricAlarm, without its actions.
    """

    @property
    def is_scaled(self) -> bool:
        """Whether its instance count follows the load."""
        return bool(self.policies)

    @property
    def alarms(self) -> set[str]:
        """Names of the alarms that call its policies."""
        return {policy["Alarm"]["AlarmName"] for policy in self.policies if "Alarm" in policy}


@dataclass(frozen=True)
class Request:
    """The variants of one endpoint."""

    endpoint: str
    phase: Phase
    """Whether the endpoint is updated after this, or was before it."""
    variants: Mapping[str, Variant]
    before: Mapping[str, Variant] = field(default_factory=dict)
    """The variants as the template had them before this update; none when it is a creation."""

    @classmethod
    def from_event(cls, event: Mapping[str, Any]) -> Self:
        """The request of an event."""
        properties = event["ResourceProperties"]
        return cls(
            endpoint=properties["EndpointName"],
            phase=properties["Phase"],
            variants=_variants(properties),
            before=_variants(event.get("OldResourceProperties", {})),
        )

    def changes(self, name: str) -> bool:
        """Whether this update gives a variant another instance type, or makes it new."""
        old = self.before.get(name)
        return old is None or old.instance != self.variants[name].instance


def _variants(properties: Mapping[str, Any]) -> dict[str, Variant]:
    """The variants of a template, which come as JSON: CloudFormation makes texts of numbers."""
    rows = json.loads(properties.get("Variants", "{}"))
    return {
        name: Variant(
            instance=row["instance"],
            least=row.get("min", 0),
            most=row.get("max", 0),
            policies=tuple(row.get("policies", ())),
        )
        for name, row in rows.items()
    }

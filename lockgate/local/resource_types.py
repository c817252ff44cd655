"""CloudFormation resource types of ours, as the emulator runs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lockgate.local.protocol.scope import Scope


@dataclass(frozen=True)
class Resource:
    """What a template may refer to: Ref is the physical id, Fn::GetAtt the attributes."""

    physical_id: str
    attributes: Mapping[str, str] = field(default_factory=dict)


class ResourceType(Protocol):
    """One type. Each method returns when the resource has settled; an exception's text becomes
    the reason in the stack's events, and the stack rolls back.
    """

    @property
    def name(self) -> str:
        """As in `AWS::SageMaker::Model`."""

    @property
    def name_property(self) -> str | None:
        """Property with the resource's own name, generated where the template sets none."""

    @property
    def create_only(self) -> Sequence[str]:
        """Properties whose change replaces the resource."""

    @property
    def is_tagged(self) -> bool:
        """Whether it takes the stack's tags, in a property Tags."""

    async def create(self, scope: Scope, properties: Mapping[str, Any]) -> Resource:
        """Make a resource; its name is among the properties."""

    async def update(
        self, scope: Scope, physical_id: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Resource:
        """Change a resource in place; no create-only property differs."""

    async def delete(self, scope: Scope, physical_id: str) -> None:
        """Remove a resource; one that is gone already is no error."""

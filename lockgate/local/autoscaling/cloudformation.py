"""AWS::ApplicationAutoScaling::ScalableTarget and ScalingPolicy.

Ref of a target is `RESOURCE|DIMENSION|NAMESPACE`, Ref of a policy its ARN, as documented.
"""

from collections.abc import Mapping
from typing import Any

from lockgate.local.autoscaling.service import AutoScaling
from lockgate.local.protocol.errors import ServiceError, not_emulated
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.properties import as_request
from lockgate.local.protocol.scope import Scope
from lockgate.local.resource_types import Resource

_SERVICE = "application-autoscaling"


class _AutoScalingType:
    name_property = None
    is_tagged = False

    def __init__(self, service: AutoScaling) -> None:
        self._service = service

    async def _call(self, scope: Scope, name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
        request = as_request(operation(_SERVICE, name).input_shape, properties)
        return await self._service.control.call(scope, name, request) or {}

    async def _drop(self, scope: Scope, name: str, request: Mapping[str, Any]) -> None:
        try:
            await self._call(scope, name, request)
        except ServiceError as error:
            if error.code != "ObjectNotFoundException":
                raise


class ScalableTargetType(_AutoScalingType):
    """AWS::ApplicationAutoScaling::ScalableTarget."""

    name = "AWS::ApplicationAutoScaling::ScalableTarget"
    create_only = ("ResourceId", "ScalableDimension", "ServiceNamespace")

    async def create(self, scope: Scope, properties: Mapping[str, Any]) -> Resource:
        """Register the target."""
        if properties.get("ScheduledActions"):
            raise not_emulated(_SERVICE, "scheduled actions")
        members = {name: value for name, value in properties.items() if name != "Tags"}
        tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
        await self._call(
            scope, "RegisterScalableTarget", members | ({"Tags": tags} if tags else {})
        )
        identity = "|".join(properties[name] for name in self.create_only)
        return Resource(identity, {"Id": identity})

    async def update(
        self, scope: Scope, physical_id: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Resource:
        """Register it again with other capacities."""
        del physical_id, old
        return await self.create(scope, new)

    async def delete(self, scope: Scope, physical_id: str) -> None:
        """Deregister it; deleting its endpoint may have done so."""
        await self._drop(scope, "DeregisterScalableTarget", _identity(physical_id))


class ScalingPolicyType(_AutoScalingType):
    """AWS::ApplicationAutoScaling::ScalingPolicy."""

    name = "AWS::ApplicationAutoScaling::ScalingPolicy"
    create_only = (
        *("PolicyName", "ResourceId", "ScalableDimension", "ScalingTargetId", "ServiceNamespace"),
    )

    async def create(self, scope: Scope, properties: Mapping[str, Any]) -> Resource:
        """Put the policy."""
        members = {name: value for name, value in properties.items() if name != "ScalingTargetId"}
        if target := properties.get("ScalingTargetId"):
            members |= _identity(target)
        answer = await self._call(scope, "PutScalingPolicy", members)
        arn = answer["PolicyARN"]
        return Resource(arn, {"Arn": arn, "PolicyName": properties["PolicyName"]})

    async def update(
        self, scope: Scope, physical_id: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Resource:
        """Put it again."""
        del physical_id, old
        return await self.create(scope, new)

    async def delete(self, scope: Scope, physical_id: str) -> None:
        """Delete it; deregistering its target may have done so."""
        policy = self._service.find(scope, physical_id)
        if policy is not None:
            names = ("PolicyName", "ServiceNamespace", "ResourceId", "ScalableDimension")
            request = {name: policy.settings[name] for name in names}
            await self._drop(scope, "DeleteScalingPolicy", request)


def _identity(target: str) -> dict[str, str]:
    """The members that a target's Ref stands for."""
    return dict(zip(ScalableTargetType.create_only, target.split("|"), strict=True))

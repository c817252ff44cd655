"""AWS::SageMaker::Model, EndpointConfig and Endpoint.

Ref is the ARN, as documented. An endpoint's create and update return when it is InService; a
failure raises the FailureReason, which CloudFormation then shows and rolls back from.
Create-only properties are those of the resource types' registry schemas.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.properties import as_request
from lockgate.local.protocol.scope import Scope
from lockgate.local.resource_types import Resource
from lockgate.local.sagemaker.service import SageMaker
from lockgate.local.sagemaker.tags import as_map

_MODEL = (
    *("Containers", "EnableNetworkIsolation", "ExecutionRoleArn", "InferenceExecutionConfig"),
    *("PrimaryContainer", "VpcConfig"),
)
_CONFIG = (
    *("AsyncInferenceConfig", "DataCaptureConfig", "EnableNetworkIsolation", "ExecutionRoleArn"),
    *("ExplainerConfig", "KmsKeyId", "MetricsConfig", "ProductionVariants"),
    *("ShadowProductionVariants", "VpcConfig"),
)


class SageMakerType:
    """A type that its create, delete and tag operations make."""

    is_tagged = True

    def __init__(
        self, sagemaker: SageMaker, kind: str, *, create_only: tuple[str, ...] = ()
    ) -> None:
        self._sagemaker = sagemaker
        self._kind = kind
        self.name = f"AWS::SageMaker::{kind}"
        self.name_property = f"{kind}Name"
        self.create_only = (self.name_property, *create_only)

    async def create(self, scope: Scope, properties: Mapping[str, Any]) -> Resource:
        """Make the resource."""
        answer = await self._call(scope, f"Create{self._kind}", properties)
        return self._resource(answer[f"{self._kind}Arn"], properties[self.name_property])

    async def update(
        self, scope: Scope, physical_id: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Resource:
        """Change its tags: nothing else can change in place."""
        await self._retag(scope, physical_id, old, new)
        described = await self._describe(scope, physical_id)
        return self._resource(physical_id, described[self.name_property])

    async def delete(self, scope: Scope, physical_id: str) -> None:
        """Remove the resource."""
        name = {self.name_property: _name(physical_id)}
        try:
            await self._call(scope, f"Delete{self._kind}", name)
        except ServiceError as error:
            if not error.message.startswith("Could not find"):
                raise

    async def _describe(self, scope: Scope, arn: str) -> dict[str, Any]:
        return await self._call(scope, f"Describe{self._kind}", {self.name_property: _name(arn)})

    async def _call(self, scope: Scope, name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
        request = as_request(operation("sagemaker", name).input_shape, properties)
        return await self._sagemaker.control.call(scope, name, request) or {}

    async def _retag(
        self, scope: Scope, arn: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> None:
        gone = as_map(old.get("Tags")).keys() - as_map(new.get("Tags")).keys()
        if gone:
            await self._call(scope, "DeleteTags", {"ResourceArn": arn, "TagKeys": sorted(gone)})
        if new.get("Tags"):
            await self._call(scope, "AddTags", {"ResourceArn": arn, "Tags": new["Tags"]})

    def _resource(self, arn: str, name: str) -> Resource:
        return Resource(arn, {self.name_property: name, f"{self._kind}Arn": arn})


class EndpointType(SageMakerType):
    """AWS::SageMaker::Endpoint: its configuration changes in place."""

    _FOR_UPDATES = (
        "RetainAllVariantProperties",
        "ExcludeRetainedVariantProperties",
        "RetainDeploymentConfig",
    )

    def __init__(self, sagemaker: SageMaker) -> None:
        super().__init__(sagemaker, "Endpoint")

    async def create(self, scope: Scope, properties: Mapping[str, Any]) -> Resource:
        """Create an endpoint and wait until it is in service; a failed one does not stay."""
        wanted = {k: v for k, v in properties.items() if k not in self._FOR_UPDATES}
        made = await super().create(scope, wanted)
        reason = await self._settled(scope, made.physical_id)
        if reason is not None:
            await self.delete(scope, made.physical_id)
            raise ServiceError("NotStabilized", reason)
        return made

    async def update(
        self, scope: Scope, physical_id: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Resource:
        """Update an endpoint and wait until the new fleet serves."""
        made = await super().update(scope, physical_id, old, new)
        if _untagged(old) == _untagged(new):
            return made
        request = {**_untagged(new), self.name_property: made.attributes[self.name_property]}
        await self._call(scope, "UpdateEndpoint", request)
        reason = await self._settled(scope, physical_id)
        if reason is not None:
            raise ServiceError("NotStabilized", reason)
        return made

    async def delete(self, scope: Scope, physical_id: str) -> None:
        """Delete an endpoint, after what is under way, and wait until it is gone."""
        await self._settled(scope, physical_id)
        await super().delete(scope, physical_id)
        await self._settled(scope, physical_id)

    async def _settled(self, scope: Scope, arn: str) -> str | None:
        """Wait for the operation under way; returns the FailureReason that it left."""
        for endpoint in self._sagemaker.stores.of(scope).endpoints:
            if endpoint.arn == arn:
                if endpoint.operation is not None:
                    await asyncio.shield(endpoint.operation)
                return endpoint.failure_reason
        return None


def sagemaker_types(sagemaker: SageMaker) -> list[SageMakerType]:
    """All types."""
    return [
        SageMakerType(sagemaker, "Model", create_only=_MODEL),
        SageMakerType(sagemaker, "EndpointConfig", create_only=_CONFIG),
        EndpointType(sagemaker),
    ]


def _name(arn: str) -> str:
    """The name in an ARN: in lower case, which the operations accept."""
    return arn.rpartition("/")[2]


def _untagged(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if name != "Tags"}

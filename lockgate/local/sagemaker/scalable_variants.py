"""Endpoint variants as Application Auto Scaling sees and changes them."""

from collections.abc import Awaitable, Callable
from typing import Any

from lockgate.local.autoscaling.variants import Kind, Variant
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.runtime.pairing import is_asynchronous
from lockgate.local.sagemaker.serverless.rules import is_serverless
from lockgate.local.sagemaker.store import Stores

Call = Callable[[Scope, str, dict[str, Any]], Awaitable[Any]]
"""Runs an operation of SageMaker: takes its name and its members."""


class ScalableVariants:
    """Reads SageMaker's stores, and scales through its API, as Application Auto Scaling does."""

    def __init__(self, stores: Stores, call: Call) -> None:
        self._stores = stores
        self._call = call

    def find(self, scope: Scope, endpoint: str, variant: str) -> Variant | None:
        """A variant that serves; None if there is none."""
        for known in self._stores.of(scope).endpoints:
            if known.name == endpoint and known.serving is not None:
                serving = known.serving.variants.get(variant)
                return None if serving is None else _described(known, serving)
        return None

    async def resize(self, scope: Scope, endpoint: str, variant: str, capacity: int) -> None:
        """Begin to give a variant another capacity.

        Raises:
            ServiceError: SageMaker refuses.
        """
        found = self.find(scope, endpoint, variant)
        desired: dict[str, Any] = {"VariantName": variant}
        if found is not None and found.kind == "serverless":
            desired["ServerlessUpdateConfig"] = {"ProvisionedConcurrency": capacity}
        else:
            desired["DesiredInstanceCount"] = capacity
        request = {"EndpointName": endpoint, "DesiredWeightsAndCapacities": [desired]}
        await self._call(scope, "UpdateEndpointWeightsAndCapacities", request)


def _described(endpoint: Endpoint, variant: ServingVariant) -> Variant:
    return Variant(
        kind=_kind(endpoint, variant),
        capacity=variant.count,
        instance_type=variant.definition.get("InstanceType"),
        is_idle=not endpoint.is_in_progress,
        failure=endpoint.failure_reason,
    )


def _kind(endpoint: Endpoint, variant: ServingVariant) -> Kind:
    if is_serverless(variant.definition):
        return "serverless"
    is_async = endpoint.serving is not None and is_asynchronous(endpoint.serving.config)
    return "async" if is_async else "realtime"

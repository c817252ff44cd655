"""CreateEndpoint, DescribeEndpoint, ListEndpoints, UpdateEndpoint,
UpdateEndpointWeightsAndCapacities and DeleteEndpoint.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.json_service import Action, Request
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.describing import description, summary
from lockgate.local.sagemaker.lifecycle import Lifecycle
from lockgate.local.sagemaker.listing import page
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.retention import (
    check_scalable_targets,
    sizes_after,
    sizes_now,
)
from lockgate.local.sagemaker.rollout import rules
from lockgate.local.sagemaker.runtime.pairing import is_asynchronous
from lockgate.local.sagemaker.serverless.rules import check_concurrency, check_conversion
from lockgate.local.sagemaker.sizes import Size, sizes_of
from lockgate.local.sagemaker.store import Stores
from lockgate.local.sagemaker.tags import as_map


class ScalableTargets(Protocol):
    """What SageMaker asks Application Auto Scaling."""

    def registered(self, scope: Scope, endpoint: str, variant: str) -> bool:
        """Whether a variant is a scalable target."""

    def forget(self, scope: Scope, endpoint: str) -> None:
        """Deregister all variants of an endpoint that goes away, as AWS does."""


class Endpoints:
    """The actions on endpoints."""

    def __init__(self, stores: Stores, lifecycle: Lifecycle, targets: ScalableTargets) -> None:
        self._stores = stores
        self._lifecycle = lifecycle
        self._targets = targets

    def actions(self) -> dict[str, Action]:
        """The operations by name."""
        return {
            "CreateEndpoint": self.create,
            "DescribeEndpoint": self.describe,
            "ListEndpoints": self.list,
            "UpdateEndpoint": self.update,
            "UpdateEndpointWeightsAndCapacities": self.resize,
            "DeleteEndpoint": self.delete,
        }

    async def create(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Begin to bring an endpoint up."""
        store = self._stores.of(scope)
        name = request["EndpointName"]
        config = store.configs.get(request["EndpointConfigName"])
        deployment = request.get("DeploymentConfig")
        rules.check(deployment, config, sizes_of(config.request), serving=set())
        tags = as_map(request.get("Tags"))
        endpoint = Endpoint(name, store.endpoints.arn(name), scope, requested=config)
        store.endpoints.add(endpoint)
        store.tags[endpoint.arn] = tags
        endpoint.deployment_config = deployment
        self._lifecycle.create(endpoint, config)
        return {"EndpointArn": endpoint.arn}

    async def describe(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Status, variants, failure reason."""
        store = self._stores.of(scope)
        return description(store, store.endpoints.get(request["EndpointName"]))

    async def list(self, scope: Scope, request: Request) -> dict[str, Any]:
        """One page of endpoints."""
        endpoints = self._stores.of(scope).endpoints
        return page(endpoints, request, member="Endpoints", summary=summary)

    async def update(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Begin to bring an endpoint to another configuration."""
        store = self._stores.of(scope)
        config = store.configs.get(request["EndpointConfigName"])
        endpoint = self._idle(scope, request["EndpointName"])
        check_conversion(endpoint, config)
        check_scalable_targets(endpoint, config, self._is_registered(scope, endpoint))
        sizes = sizes_after(endpoint, config, request)
        deployment = request.get("DeploymentConfig")
        if request.get("RetainDeploymentConfig"):
            deployment = endpoint.deployment_config
        serving = set(endpoint.serving.variants) if endpoint.serving else set()
        rules.check(deployment, config, sizes, serving=serving)
        endpoint.deployment_config = deployment
        self._lifecycle.update(endpoint, config, sizes=sizes)
        return {"EndpointArn": endpoint.arn}

    async def resize(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Begin to give variants other weights and instance counts."""
        endpoint = self._idle(scope, request["EndpointName"])
        sizes = sizes_now(endpoint)
        can_be_empty = endpoint.serving is not None and is_asynchronous(endpoint.serving.config)
        for desired in request["DesiredWeightsAndCapacities"]:
            name = desired["VariantName"]
            if name not in sizes:
                raise invalid(f'Could not find variant "{name}" of endpoint "{endpoint.arn}".')
            sizes[name] = _resized(sizes[name], desired, can_be_empty=can_be_empty)
        self._lifecycle.scale(endpoint, sizes)
        return {"EndpointArn": endpoint.arn}

    async def delete(self, scope: Scope, request: Request) -> None:
        """Begin to stop an endpoint; it is gone when its containers are."""
        endpoint = self._stores.of(scope).endpoints.get(request["EndpointName"])
        if endpoint.is_in_progress:
            raise invalid(f'Cannot update in-progress endpoint "{endpoint.arn}".')
        self._targets.forget(scope, endpoint.name)
        self._lifecycle.delete(endpoint)

    def _idle(self, scope: Scope, name: str) -> Endpoint:
        """An endpoint that can be updated."""
        endpoint = self._stores.of(scope).endpoints.get(name)
        if endpoint.is_in_progress:
            raise invalid(f'Cannot update in-progress endpoint "{endpoint.arn}".')
        if endpoint.status == "Failed":
            raise invalid(
                f'Cannot update failed endpoint "{endpoint.arn}". Delete it and create it anew.'
            )
        return endpoint

    def _is_registered(self, scope: Scope, endpoint: Endpoint) -> Callable[[str], bool]:
        return lambda variant: self._targets.registered(scope, endpoint.name, variant)


def _resized(size: Size, desired: Mapping[str, Any], *, can_be_empty: bool) -> Size:
    """The size that a member of DesiredWeightsAndCapacities makes of another."""
    size = replace(size, weight=desired.get("DesiredWeight", size.weight))
    name, count = desired["VariantName"], desired.get("DesiredInstanceCount")
    serverless = desired.get("ServerlessUpdateConfig")
    if serverless is not None and size.max_concurrency is None:
        raise invalid(f"ServerlessUpdateConfig is for serverless variants, and {name} is not one.")
    if count is not None and size.max_concurrency is not None:
        raise invalid(f"DesiredInstanceCount is not for serverless variants, and {name} is one.")
    if count == 0 and not can_be_empty:
        raise invalid("DesiredInstanceCount of a real-time production variant must be at least 1.")
    if serverless is None:
        return replace(size, count=size.count if count is None else count)
    count = serverless.get("ProvisionedConcurrency", size.count)
    maximum = serverless.get("MaxConcurrency", size.max_concurrency)
    check_concurrency(maximum, count)
    return replace(size, count=count, max_concurrency=maximum)

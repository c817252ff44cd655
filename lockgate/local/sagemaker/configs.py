"""CreateEndpointConfig, DescribeEndpointConfig, ListEndpointConfigs, DeleteEndpointConfig."""

from typing import Any

from lockgate.local.protocol.errors import invalid, not_emulated
from lockgate.local.protocol.json_service import Action, Request
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.validation import check_async
from lockgate.local.sagemaker.capture.validation import check_capture
from lockgate.local.sagemaker.listing import page
from lockgate.local.sagemaker.models import only_container
from lockgate.local.sagemaker.multi_model.rules import check_instance
from lockgate.local.sagemaker.records import Definition
from lockgate.local.sagemaker.serverless.rules import check_serverless, is_serverless
from lockgate.local.sagemaker.shadows.rules import check_shadows
from lockgate.local.sagemaker.sizes import all_variants
from lockgate.local.sagemaker.store import Store, Stores
from lockgate.local.sagemaker.tags import as_map

_NOT_EMULATED = {
    "ExplainerConfig": "explainers",
}
_VARIANT_NOT_EMULATED = {
    "InstancePools": "instance pools",
}


class EndpointConfigs:
    """The actions on endpoint configurations."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def actions(self) -> dict[str, Action]:
        """The operations by name."""
        return {
            "CreateEndpointConfig": self.create,
            "DescribeEndpointConfig": self.describe,
            "ListEndpointConfigs": self.list,
            "DeleteEndpointConfig": self.delete,
        }

    async def create(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Remember a configuration of an endpoint."""
        store = self._stores.of(scope)
        _check(store, request)
        name = request["EndpointConfigName"]
        tags = as_map(request.get("Tags"))
        config = Definition(name, store.configs.arn(name), request)
        store.configs.add(config)
        store.tags[config.arn] = tags
        return {"EndpointConfigArn": config.arn}

    async def describe(self, scope: Scope, request: Request) -> dict[str, Any]:
        """What CreateEndpointConfig said, weights filled in."""
        config = self._stores.of(scope).configs.get(request["EndpointConfigName"])
        variants = {
            member: [{"InitialVariantWeight": 1.0} | one for one in config.request[member]]
            for member in ("ProductionVariants", "ShadowProductionVariants")
            if member in config.request
        }
        known = {"EndpointConfigArn": config.arn, "CreationTime": config.created}
        return config.told | variants | known

    async def list(self, scope: Scope, request: Request) -> dict[str, Any]:
        """One page of configurations."""
        return page(
            self._stores.of(scope).configs,
            request,
            member="EndpointConfigs",
            summary=lambda config: {
                "EndpointConfigName": config.name,
                "EndpointConfigArn": config.arn,
                "CreationTime": config.created,
            },
        )

    async def delete(self, scope: Scope, request: Request) -> None:
        """Forget a configuration, even one in use, as AWS does."""
        store = self._stores.of(scope)
        store.tags.pop(store.configs.remove(request["EndpointConfigName"]).arn, None)


def _check(store: Store, request: Request) -> None:
    """Refuse what AWS refuses, and what is not emulated."""
    for member, what in _NOT_EMULATED.items():
        if member in request:
            raise not_emulated("sagemaker", what)
    variants = all_variants(request)
    names = [variant["VariantName"] for variant in variants]
    if len(set(names)) < len(names):
        raise invalid("Variant names must be unique within an endpoint configuration.")
    for variant in variants:
        _check_variant(store, variant)
    models = [store.models.get(variant["ModelName"]) for variant in variants]
    check_shadows(request, [model.request for model in models])
    check_async(request, models)
    check_capture(request)
    check_serverless(request, [model.request for model in models])


def _check_variant(store: Store, variant: Request) -> None:
    for member, what in _VARIANT_NOT_EMULATED.items():
        if member in variant:
            raise not_emulated("sagemaker", what)
    if "ModelName" not in variant:
        raise not_emulated("sagemaker", "inference components (a variant without ModelName)")
    model = store.models.get(variant["ModelName"])
    if is_serverless(variant):
        return
    check_instance(only_container(model.request), variant)
    for member in ("InstanceType", "InitialInstanceCount"):
        if member not in variant:
            raise invalid(f"{member} is required for production variant {variant['VariantName']}.")

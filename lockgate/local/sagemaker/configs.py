"""CreateEndpointConfig, DescribeEndpointConfig, ListEndpointConfigs, DeleteEndpointConfig."""

from typing import Any

from lockgate.local.protocol.errors import invalid, not_emulated
from lockgate.local.protocol.json_service import Action, Request
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.validation import check_async
from lockgate.local.sagemaker.listing import page
from lockgate.local.sagemaker.records import Definition
from lockgate.local.sagemaker.store import Store, Stores
from lockgate.local.sagemaker.tags import as_map

_NOT_EMULATED = {
    "ShadowProductionVariants": "shadow variants",
    "ExplainerConfig": "explainers",
}
_VARIANT_NOT_EMULATED = {
    "ServerlessConfig": "serverless endpoints",
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
        variants = [{"InitialVariantWeight": 1.0} | v for v in config.request["ProductionVariants"]]
        return config.told | {
            "ProductionVariants": variants,
            "EndpointConfigArn": config.arn,
            "CreationTime": config.created,
        }

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
    names = [variant["VariantName"] for variant in request["ProductionVariants"]]
    if len(set(names)) < len(names):
        raise invalid("Variant names must be unique within an endpoint configuration.")
    for variant in request["ProductionVariants"]:
        _check_variant(store, variant)
    models = [store.models.get(variant["ModelName"]) for variant in request["ProductionVariants"]]
    check_async(request, models)


def _check_variant(store: Store, variant: Request) -> None:
    for member, what in _VARIANT_NOT_EMULATED.items():
        if member in variant:
            raise not_emulated("sagemaker", what)
    if "ModelName" not in variant:
        raise not_emulated("sagemaker", "inference components (a variant without ModelName)")
    store.models.get(variant["ModelName"])
    for member in ("InstanceType", "InitialInstanceCount"):
        if member not in variant:
            raise invalid(f"{member} is required for production variant {variant['VariantName']}.")

"""From an endpoint configuration to a deployment that answers."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from lockgate.local.containers.errors import ContainerError
from lockgate.local.protocol.errors import ServiceError
from lockgate.local.sagemaker.capture.settings import Settings as CaptureSettings
from lockgate.local.sagemaker.deployment import (
    Deployment,
    DeploymentError,
    ServingVariant,
    not_started,
)
from lockgate.local.sagemaker.fleets import Fleets, Wanted
from lockgate.local.sagemaker.logs import EndpointLog
from lockgate.local.sagemaker.models import only_container
from lockgate.local.sagemaker.records import Definition, Endpoint
from lockgate.local.sagemaker.sizes import Size, Sizes, resized
from lockgate.local.sagemaker.store import Store


class BringUp:
    """Starts the fleets of one endpoint."""

    def __init__(self, fleets: Fleets, store: Store, endpoint: Endpoint, log: EndpointLog) -> None:
        self._fleets = fleets
        self._store = store
        self._endpoint = endpoint
        self._log = log

    async def start(self, config: Definition, sizes: Sizes) -> Deployment:
        """Start every fleet of a configuration, in a size for each variant.

        Raises:
            DeploymentError: one did not come up; then none is left running.
        """
        variants = {
            definition["VariantName"]: await self._variant(config, definition, sizes)
            for definition in config.request["ProductionVariants"]
        }
        for definition in config.request.get("ShadowProductionVariants", []):
            (production,) = variants.values()  # a configuration with a shadow has one
            production.shadow = await self._variant(config, definition, sizes)
        deployment = Deployment(config, variants)
        await deployment.start()
        return deployment

    async def _variant(
        self, config: Definition, definition: Mapping[str, Any], sizes: Sizes
    ) -> ServingVariant:
        """A variant, whose fleet is not started yet."""
        name = definition["VariantName"]
        size = sizes[name]
        try:
            model = self._store.models.get(definition["ModelName"])
            wanted = self._wanted(resized(definition, size), model, size)
            fleet = await self._fleets.make(wanted, partial(self._log.line, name))
        except ServiceError as error:  # the model was deleted meanwhile
            raise DeploymentError(error.message) from error
        except ContainerError as error:
            raise DeploymentError(not_started(name, error)) from error
        return ServingVariant(
            wanted.variant,
            fleet,
            image_of(model),
            size.weight,
            size.count,
            config=config.name,
            capture=CaptureSettings.of(config),
        )

    def _wanted(self, variant: Mapping[str, Any], model: Definition, size: Size) -> Wanted:
        return Wanted(
            scope=self._endpoint.scope,
            endpoint=self._endpoint.name,
            variant=variant,
            model=model,
            tags=self._store.tags.get(model.arn, {}),
            count=size.count,
        )


def image_of(model: Definition) -> str:
    """The image of a model's only container."""
    return str(only_container(model.request)["Image"])

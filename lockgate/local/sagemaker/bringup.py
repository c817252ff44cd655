"""From an endpoint configuration to a deployment that answers."""

from collections.abc import Mapping
from functools import partial

from lockgate.local.containers.errors import ContainerError
from lockgate.local.protocol.errors import ServiceError
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
from lockgate.local.sagemaker.store import Store

Sizes = Mapping[str, tuple[float, int]]
"""Weight and instance count by variant, where they differ from the configuration."""


async def bring_up(
    fleets: Fleets,
    store: Store,
    endpoint: Endpoint,
    config: Definition,
    *,
    log: EndpointLog,
    sizes: Sizes,
) -> Deployment:
    """Start every fleet of a configuration.

    Raises:
        DeploymentError: one did not come up; then none is left running.
    """
    variants: dict[str, ServingVariant] = {}
    for definition in config.request["ProductionVariants"]:
        name = definition["VariantName"]
        weight = definition.get("InitialVariantWeight", 1.0)
        weight, count = sizes.get(name, (weight, definition["InitialInstanceCount"]))
        try:
            model = store.models.get(definition["ModelName"])
            wanted = Wanted(
                scope=endpoint.scope,
                endpoint=endpoint.name,
                variant=definition,
                model=model,
                tags=store.tags.get(model.arn, {}),
                count=count,
            )
            fleet = await fleets.make(wanted, partial(log.line, name))
        except ServiceError as error:  # the model was deleted meanwhile
            raise DeploymentError(error.message) from error
        except ContainerError as error:
            raise DeploymentError(not_started(name, error)) from error
        variants[name] = ServingVariant(definition, fleet, image_of(model), weight, count)
    deployment = Deployment(config, variants)
    await deployment.start()
    return deployment


def image_of(model: Definition) -> str:
    """The image of a model's only container."""
    return str(only_container(model.request)["Image"])

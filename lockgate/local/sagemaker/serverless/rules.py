"""What CreateEndpointConfig and UpdateEndpoint refuse of serverless variants: SLS-*.

AWS documents what is refused, not the words; these say what to do instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lockgate.local.protocol.errors import invalid
from lockgate.local.sagemaker.records import Definition, Endpoint

MEMORY_SIZES_MB = (1024, 2048, 3072, 4096, 5120, 6144)
_OF_INSTANCES = (
    *("InstanceType", "InitialInstanceCount", "InstancePools", "AcceleratorType"),
    *("VolumeSizeInGB", "ModelDataDownloadTimeoutInSeconds", "CoreDumpConfig", "EnableSSMAccess"),
    *("ContainerStartupHealthCheckTimeoutInSeconds", "InferenceAmiVersion", "RoutingConfig"),
    *("ManagedInstanceScaling", "VariantInstanceProvisionTimeoutInSeconds"),
    "CapacityReservationConfig",
)
"""Members of a ProductionVariant that say something of instances: SLS-06."""
_NOT_WITH_SERVERLESS = {
    "DataCaptureConfig": "Data capture",
    "AsyncInferenceConfig": "Asynchronous inference",
    "ShadowProductionVariants": "A shadow variant",
    "VpcConfig": "VPC configuration",
    "EnableNetworkIsolation": "Network isolation",
    "ExplainerConfig": "An explainer",
}
"""Members of a configuration or a model that exclude serverless variants: SLS-03."""


def is_serverless(variant: Mapping[str, Any]) -> bool:
    """Whether a ProductionVariant has no instances."""
    return "ServerlessConfig" in variant


def check_serverless(request: Mapping[str, Any], models: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a configuration with a serverless variant that AWS does not run.

    Args:
        request: CreateEndpointConfig's.
        models: the CreateModel requests of its variants.

    Raises:
        ServiceError: says what does not go with serverless.
    """
    variants = request["ProductionVariants"]
    if not any(map(is_serverless, variants)):
        return
    if len(variants) > 1:
        raise invalid(
            f"The configuration has {len(variants)} production variants; a serverless endpoint "
            "has one."
        )
    _check_members(request)
    for model in models:
        _check_members(model)
        _check_container(model)
    _check_variant(variants[0])


def check_conversion(endpoint: Endpoint, config: Definition) -> None:
    """Refuse to make an endpoint with instances serverless: SLS-05.

    Raises:
        ServiceError: says what to do instead.
    """
    if endpoint.serving is None:
        return
    serving = endpoint.serving.config.request["ProductionVariants"]
    coming = config.request["ProductionVariants"]
    if any(map(is_serverless, coming)) and not any(map(is_serverless, serving)):
        raise invalid(
            "An instance-based endpoint cannot be updated to a serverless endpoint. Create "
            "another endpoint."
        )


def _check_members(request: Mapping[str, Any]) -> None:
    for member, what in _NOT_WITH_SERVERLESS.items():
        if request.get(member):
            raise invalid(f"{what} ({member}) is not supported for serverless endpoints.")


def _check_container(model: Mapping[str, Any]) -> None:
    for container in [model.get("PrimaryContainer"), *model.get("Containers", [])]:
        if container is None:
            continue
        if container.get("Mode") == "MultiModel":
            raise invalid(
                "A container in MultiModel mode is not supported for serverless endpoints."
            )
        if "ModelDataSource" in container:
            raise invalid(
                "ModelDataSource is not supported for serverless endpoints. Pack the model as "
                "model.tar.gz and give it as ModelDataUrl."
            )


def _check_variant(variant: Mapping[str, Any]) -> None:
    name = variant["VariantName"]
    for member in _OF_INSTANCES:
        if member in variant:
            raise invalid(
                f"{member} is not for serverless variants, and {name} has a ServerlessConfig. "
                "Give one of them."
            )
    config = variant["ServerlessConfig"]
    if config["MemorySizeInMB"] not in MEMORY_SIZES_MB:
        sizes = ", ".join(map(str, MEMORY_SIZES_MB))
        raise invalid(f"MemorySizeInMB {config['MemorySizeInMB']} is none of {sizes}.")
    check_concurrency(config["MaxConcurrency"], config.get("ProvisionedConcurrency", 0))


def check_concurrency(maximum: int, provisioned: int) -> None:
    """Refuse more provisioned concurrency than there may be concurrency: SLS-01.

    Raises:
        ServiceError: gives both.
    """
    if provisioned > maximum:
        raise invalid(
            f"ProvisionedConcurrency {provisioned} is more than MaxConcurrency {maximum}."
        )

"""What an update keeps of the variants that serve, and what it must not change."""

from collections.abc import Callable
from dataclasses import replace

from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.json_service import Request
from lockgate.local.sagemaker.records import Definition, Endpoint
from lockgate.local.sagemaker.sizes import Size, Sizes, sizes_of


def sizes_now(endpoint: Endpoint) -> dict[str, Size]:
    """The size of each variant that serves, shadows too."""
    if endpoint.serving is None:
        return {}
    return {variant.name: variant.size for variant in endpoint.serving.all}


def sizes_after(endpoint: Endpoint, config: Definition, request: Request) -> Sizes:
    """The sizes that an update gives the variants of the configuration that comes up.

    RetainAllVariantProperties keeps those of variants that serve, less the properties in
    ExcludeRetainedVariantProperties.
    """
    wanted = sizes_of(config.request)
    if not request.get("RetainAllVariantProperties"):
        return wanted
    members = request.get("ExcludeRetainedVariantProperties", [])
    excluded = {member["VariantPropertyType"] for member in members}
    current = sizes_now(endpoint)
    return {
        name: _kept(current[name], size, excluded) if name in current else size
        for name, size in wanted.items()
    }


def _kept(current: Size, wanted: Size, excluded: set[str]) -> Size:
    weight = wanted.weight if "DesiredWeight" in excluded else current.weight
    is_other_kind = (current.max_concurrency is None) != (wanted.max_concurrency is None)
    if "DesiredInstanceCount" in excluded or is_other_kind:
        return replace(wanted, weight=weight)
    return replace(current, weight=weight)


def check_scalable_targets(
    endpoint: Endpoint, config: Definition, is_registered: Callable[[str], bool]
) -> None:
    """Refuse to remove, or to change the instance type of, a variant that is auto-scaled.

    Source: endpoint-scaling-update in the SageMaker developer guide.
    """
    if endpoint.serving is None:
        return
    variants = config.request["ProductionVariants"]
    coming = {variant["VariantName"]: variant.get("InstanceType") for variant in variants}
    for name, variant in endpoint.serving.variants.items():
        is_same = name in coming and coming[name] == variant.definition.get("InstanceType")
        if not is_same and is_registered(name):
            raise invalid(
                f"The update removes variant {name} or changes its instance type, but the variant "
                "is registered with Application Auto Scaling. Deregister the scalable target "
                f"endpoint/{endpoint.name}/variant/{name} first."
            )

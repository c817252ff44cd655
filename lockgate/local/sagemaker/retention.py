"""What an update keeps of the variants that serve, and what it must not change."""

from collections.abc import Callable

from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.json_service import Request
from lockgate.local.sagemaker.bringup import Sizes
from lockgate.local.sagemaker.lifecycle import sizes_now
from lockgate.local.sagemaker.records import Definition, Endpoint


def retained(endpoint: Endpoint, config: Definition, request: Request) -> Sizes:
    """Weight and instance count of the variants that keep theirs.

    RetainAllVariantProperties keeps both, less those in ExcludeRetainedVariantProperties.
    """
    if not request.get("RetainAllVariantProperties"):
        return {}
    members = request.get("ExcludeRetainedVariantProperties", [])
    excluded = {member["VariantPropertyType"] for member in members}
    current = sizes_now(endpoint)
    kept: dict[str, tuple[float, int]] = {}
    for variant in config.request["ProductionVariants"]:
        name = variant["VariantName"]
        if name in current:
            weight, count = current[name]
            if "DesiredWeight" in excluded:
                weight = variant.get("InitialVariantWeight", 1.0)
            if "DesiredInstanceCount" in excluded:
                count = variant["InitialInstanceCount"]
            kept[name] = (weight, count)
    return kept


def check_scalable_targets(
    endpoint: Endpoint, config: Definition, is_registered: Callable[[str], bool]
) -> None:
    """Refuse to remove, or to change the instance type of, a variant that is auto-scaled.

    Source: endpoint-scaling-update in the SageMaker developer guide.
    """
    if endpoint.serving is None:
        return
    coming = {v["VariantName"]: v["InstanceType"] for v in config.request["ProductionVariants"]}
    for name, variant in endpoint.serving.variants.items():
        if coming.get(name) != variant.definition["InstanceType"] and is_registered(name):
            raise invalid(
                f"The update removes variant {name} or changes its instance type, but the variant "
                "is registered with Application Auto Scaling. Deregister the scalable target "
                f"endpoint/{endpoint.name}/variant/{name} first."
            )

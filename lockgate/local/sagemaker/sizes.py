"""How large a variant is: its weight and its capacity."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Size:
    """What UpdateEndpointWeightsAndCapacities changes, and an update may keep."""

    weight: float
    count: int
    """Instances; of a serverless variant, the containers that are kept warm."""
    max_concurrency: int | None = None
    """Most requests at a time, of a serverless variant."""


Sizes = Mapping[str, Size]
"""Sizes by name of the variant."""


def configured(variant: Mapping[str, Any]) -> Size:
    """The size that a ProductionVariant of an endpoint configuration asks for."""
    weight = float(variant.get("InitialVariantWeight", 1.0))
    serverless = variant.get("ServerlessConfig")
    if serverless is None:
        return Size(weight, variant["InitialInstanceCount"])
    warm = serverless.get("ProvisionedConcurrency", 0)
    return Size(weight, warm, serverless["MaxConcurrency"])


def resized(variant: Mapping[str, Any], size: Size) -> Mapping[str, Any]:
    """The ProductionVariant that asks for a size."""
    changed = {**variant, "InitialVariantWeight": size.weight}
    if size.max_concurrency is None:
        return changed | {"InitialInstanceCount": size.count}
    serverless = {**variant["ServerlessConfig"], "MaxConcurrency": size.max_concurrency}
    serverless.pop("ProvisionedConcurrency", None)
    if size.count:
        serverless["ProvisionedConcurrency"] = size.count
    return changed | {"ServerlessConfig": serverless}


def all_variants(config: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The production variants of an endpoint configuration, and its shadow variants."""
    return [*config["ProductionVariants"], *config.get("ShadowProductionVariants", [])]


def sizes_of(config: Mapping[str, Any]) -> Sizes:
    """The sizes that an endpoint configuration asks for."""
    return {variant["VariantName"]: configured(variant) for variant in all_variants(config)}

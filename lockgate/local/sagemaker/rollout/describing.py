"""PendingDeploymentSummary, and how DescribeEndpoint writes sizes and stages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from lockgate.local.sagemaker.bringup import image_of
from lockgate.local.sagemaker.rollout.progress import Progress, Stage
from lockgate.local.sagemaker.sizes import Size, resized
from lockgate.local.sagemaker.store import Store

_COPIED = ("InstanceType", "ManagedInstanceScaling", "RoutingConfig")


def pending(store: Store, progress: Progress) -> dict[str, Any]:
    """The summary of a deployment that is coming up."""
    config = progress.config.request
    lists = {
        member: [_variant(store, progress, variant) for variant in config[member]]
        for member in ("ProductionVariants", "ShadowProductionVariants")
        if member in config
    }
    name, since = progress.config.name, progress.since
    return {"EndpointConfigName": name, "StartTime": since} | lists


def capacity(
    which: Literal["Current", "Desired"], variant: Mapping[str, Any], size: Size
) -> dict[str, Any]:
    """The members for a variant's size, such as CurrentWeight and CurrentInstanceCount."""
    answer: dict[str, Any] = {f"{which}Weight": size.weight}
    if size.max_concurrency is None:
        return answer | {f"{which}InstanceCount": size.count}
    return answer | {f"{which}ServerlessConfig": resized(variant, size)["ServerlessConfig"]}


def status(stage: Stage) -> dict[str, Any]:
    """A member of VariantStatus."""
    return {"Status": stage.status, "StatusMessage": stage.message, "StartTime": stage.since}


def _variant(store: Store, progress: Progress, variant: Mapping[str, Any]) -> dict[str, Any]:
    name = variant["VariantName"]
    size = progress.sizes[name]
    there = replace(size, count=progress.instances[name])
    images = [image_of(model) for model in store.models if model.name == variant["ModelName"]]
    return (
        {member: variant[member] for member in _COPIED if member in variant}
        | {"VariantName": name, "DeployedImages": [{"SpecifiedImage": one} for one in images]}
        | capacity("Current", variant, there)
        | capacity("Desired", variant, size)
        | {"VariantStatus": [status(progress.stages[name])]}
    )

"""What AWS refuses of a DeploymentConfig.

Source: the API reference of DeploymentConfig, TrafficRoutingConfig and RollingUpdatePolicy, and
deployment-guardrails-exclusions in the developer guide.
"""

from collections.abc import Mapping
from typing import Any

from lockgate.local.protocol.errors import invalid
from lockgate.local.sagemaker.records import Definition
from lockgate.local.sagemaker.rollout.capacity import CapacitySize, percent_of
from lockgate.local.sagemaker.rollout.policy import Policy, excluded, read
from lockgate.local.sagemaker.sizes import Sizes

_SIZES = {"CANARY": "CanarySize", "LINEAR": "LinearStepSize"}
_PERCENT = {"CANARY": (0, 50), "LINEAR": (10, 50), "ROLLING": (5, 50)}


def check(
    deployment: Mapping[str, Any] | None, config: Definition, sizes: Sizes, *, serving: set[str]
) -> None:
    """Refuse guardrails that cannot be carried out.

    Args:
        deployment: the DeploymentConfig, if there is one.
        config: the configuration that comes up.
        sizes: its sizes, all of them.
        serving: names of the production variants that serve now; none when it is created.
    """
    if not deployment:
        return
    _check_members(deployment)
    policy = read(deployment)
    if excluded(policy, config) is not None:
        return
    names = [variant["VariantName"] for variant in config.request["ProductionVariants"]]
    if policy.routing != "ALL_AT_ONCE":
        _check_names(policy, serving, set(names))
    counts = {name: sizes[name].count for name in names}
    _check_sizes(policy, counts)
    _check_times(policy, counts)


def _check_members(deployment: Mapping[str, Any]) -> None:
    if "BlueGreenUpdatePolicy" in deployment and "RollingUpdatePolicy" in deployment:
        raise invalid(
            "BlueGreenUpdatePolicy and RollingUpdatePolicy are both given in DeploymentConfig; "
            "only one update policy should be used."
        )
    policy = deployment.get("BlueGreenUpdatePolicy", {})
    routing = policy.get("TrafficRoutingConfiguration", {})
    kind = routing.get("Type")
    for wanted, member in _SIZES.items():
        if kind == wanted and member not in routing:
            raise invalid(f"{member} is required for the traffic routing type {kind}.")
        if kind != wanted and member in routing:
            raise invalid(f"{member} is only for the traffic routing type {wanted}, not {kind}.")


def _check_names(policy: Policy, serving: set[str], coming: set[str]) -> None:
    if serving and serving != coming:
        raise invalid(
            f"The new endpoint configuration has the variants {_listed(coming)}, but the endpoint "
            f"has {_listed(serving)}. They must have the same names for a deployment with "
            f"{policy.routing} traffic routing."
        )


def _check_sizes(policy: Policy, counts: Mapping[str, int]) -> None:
    if policy.size is None:
        return
    for name, count in counts.items():
        if count:  # an asynchronous variant may be scaled to zero
            _check_size(policy.routing, policy.size, name, count)
            if policy.rollback_size is not None:
                _check_rollback(policy.rollback_size, name, count)


def _check_size(routing: str, size: CapacitySize, variant: str, count: int) -> None:
    low, high = _PERCENT[routing]
    percent = percent_of(size, count)
    if not low <= percent <= high:
        member = _SIZES.get(routing, "MaximumBatchSize")
        limits = f"at most {high} %" if not low else f"{low} to {high} %"
        raise invalid(
            f"{member} {size['Value']} ({size['Type']}) is {percent:g} % of the {count} "
            f"instance(s) of variant {variant}; it must be {limits}."
        )


def _check_rollback(size: CapacitySize, variant: str, count: int) -> None:
    if percent_of(size, count) > 100:
        raise invalid(
            f"RollbackMaximumBatchSize {size['Value']} ({size['Type']}) is more than the {count} "
            f"instance(s) of variant {variant}."
        )


def _check_times(policy: Policy, counts: Mapping[str, int]) -> None:
    between = policy.steps(counts) - (policy.routing != "ROLLING")
    waits = between * policy.wait_s + policy.termination_wait_s
    if policy.timeout_s is not None and policy.timeout_s <= waits:
        raise invalid(
            f"MaximumExecutionTimeoutInSeconds {policy.timeout_s} must be larger than the total "
            f"waiting time of the deployment, which is {waits} seconds."
        )


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))

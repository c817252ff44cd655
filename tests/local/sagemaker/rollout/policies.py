"""Deployment configurations of the tests."""

from typing import Any


def canary(
    percent: int = 10, *, wait: int = 60, termination_wait: int = 0, **members: Any
) -> dict[str, Any]:
    size = {"Type": "CAPACITY_PERCENT", "Value": percent}
    return blue_green("CANARY", CanarySize=size, wait=wait, termination_wait=termination_wait) | (
        members
    )


def linear(percent: int = 50, *, wait: int = 60, termination_wait: int = 0) -> dict[str, Any]:
    size = {"Type": "CAPACITY_PERCENT", "Value": percent}
    return blue_green("LINEAR", LinearStepSize=size, wait=wait, termination_wait=termination_wait)


def blue_green(
    kind: str, *, wait: int = 0, termination_wait: int = 0, timeout: int | None = None, **size: Any
) -> dict[str, Any]:
    policy = {
        "TrafficRoutingConfiguration": {"Type": kind, "WaitIntervalInSeconds": wait} | size,
        "TerminationWaitInSeconds": termination_wait,
    }
    if timeout is not None:
        policy["MaximumExecutionTimeoutInSeconds"] = timeout
    return {"BlueGreenUpdatePolicy": policy}


def rolling(instances: int = 1, *, wait: int = 60, **members: Any) -> dict[str, Any]:
    size = {"Type": "INSTANCE_COUNT", "Value": instances}
    policy = {"MaximumBatchSize": size, "WaitIntervalInSeconds": wait}
    return {"RollingUpdatePolicy": policy | members}


def watched(policy: dict[str, Any], *alarms: str) -> dict[str, Any]:
    """A policy that the alarms roll back."""
    names = [{"AlarmName": name} for name in alarms]
    return policy | {"AutoRollbackConfiguration": {"Alarms": names}}

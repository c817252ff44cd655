"""The DeploymentConfig of an update, and what it means for a pair of configurations."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lockgate.local.sagemaker.records import Definition
from lockgate.local.sagemaker.rollout.capacity import CapacitySize, batch, percent_of

ALL_AT_ONCE = {"Type": "ALL_AT_ONCE", "WaitIntervalInSeconds": 0}


@dataclass(frozen=True)
class Policy:
    """One DeploymentConfig, read."""

    routing: str
    """ALL_AT_ONCE, CANARY, LINEAR or ROLLING."""
    size: CapacitySize | None = None
    """Of the canary, of each linear step, or of each rolling batch."""
    wait_s: int = 0
    termination_wait_s: int = 0
    timeout_s: int | None = None
    alarms: tuple[str, ...] = ()
    rollback_size: CapacitySize | None = None
    """Of each batch of a rolling rollback; None: all at once."""

    def steps(self, counts: Mapping[str, int]) -> int:
        """How often traffic moves, for the instance counts of the new variants."""
        if self.routing == "CANARY":
            return 2
        if self.routing == "ALL_AT_ONCE" or self.size is None:
            return 1
        return max((self._steps(self.size, count) for count in counts.values() if count), default=1)

    def _steps(self, size: CapacitySize, count: int) -> int:
        if self.routing == "ROLLING":
            return math.ceil(count / batch(size, count))
        return math.ceil(round(100 / percent_of(size, count), 6))


def read(config: Mapping[str, Any] | None) -> Policy:
    """The policy of a DeploymentConfig; without one, all traffic moves at once."""
    config = config or {}
    alarms = config.get("AutoRollbackConfiguration", {}).get("Alarms", [])
    names = tuple(alarm["AlarmName"] for alarm in alarms if "AlarmName" in alarm)
    if rolling := config.get("RollingUpdatePolicy"):
        return Policy(
            "ROLLING",
            size=rolling["MaximumBatchSize"],
            wait_s=rolling["WaitIntervalInSeconds"],
            timeout_s=rolling.get("MaximumExecutionTimeoutInSeconds"),
            alarms=names,
            rollback_size=rolling.get("RollbackMaximumBatchSize"),
        )
    policy = config.get("BlueGreenUpdatePolicy", {})
    routing = policy.get("TrafficRoutingConfiguration", ALL_AT_ONCE)
    return Policy(
        routing["Type"],
        size=routing.get("CanarySize") or routing.get("LinearStepSize"),
        wait_s=routing["WaitIntervalInSeconds"],
        termination_wait_s=policy.get("TerminationWaitInSeconds", 0),
        timeout_s=policy.get("MaximumExecutionTimeoutInSeconds"),
        alarms=names,
    )


def excluded(policy: Policy, config: Definition) -> str | None:
    """Why an endpoint has no guardrails: AWS then moves all traffic at once, without baking.

    Source: deployment-guardrails and deployment-guardrails-exclusions in the developer guide.
    """
    variants = config.request["ProductionVariants"]
    if any("ServerlessConfig" in variant for variant in variants):
        return "serverless endpoints have no deployment guardrails"
    if any(variant.get("InstanceType", "").startswith("ml.inf1.") for variant in variants):
        return "endpoints on Inf1 instances have no deployment guardrails"
    several = len(variants) + len(config.request.get("ShadowProductionVariants", []))
    if policy.routing == "ROLLING" and several > 1:
        return "endpoints with several variants have no rolling deployments"
    return None

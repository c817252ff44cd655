"""Which way an update goes."""

import logging

from lockgate.local.sagemaker.deployment import Deployment, Serving
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.rollout.blue_green import BlueGreenUpdate
from lockgate.local.sagemaker.rollout.guard import Guard
from lockgate.local.sagemaker.rollout.policy import Policy, excluded
from lockgate.local.sagemaker.rollout.progress import Progress
from lockgate.local.sagemaker.rollout.rolling import RollingUpdate

logger = logging.getLogger("lockgate")

UNGUARDED = Policy("ALL_AT_ONCE")


def effective(endpoint: str, policy: Policy, progress: Progress) -> Policy:
    """The policy, or none where AWS ignores it without a word; here it is logged."""
    reason = excluded(policy, progress.config)
    if reason is None or policy == UNGUARDED:
        return policy
    logger.info("%s: %s: all traffic moves at once, as on AWS", endpoint, reason)
    return UNGUARDED


def update_of(
    endpoint: Endpoint, old: Serving, progress: Progress, policy: Policy, guard: Guard
) -> BlueGreenUpdate | RollingUpdate:
    """The update of an endpoint to the configuration that is coming up."""
    if policy.routing != "ROLLING":
        return BlueGreenUpdate(endpoint, old, progress, policy, guard)
    if isinstance(old, Deployment) and all(size.count for size in progress.sizes.values()):
        return RollingUpdate(endpoint, old, progress, policy, guard)
    # Nothing to roll: no instances come, or two deployments serve after a failed rollback.
    return BlueGreenUpdate(endpoint, old, progress, UNGUARDED, guard)

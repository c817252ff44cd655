"""A rolling update: batch by batch, new instances come up and take traffic, and old ones go.

Source: deployment-guardrails-rolling in the developer guide.
"""

import logging
import math

from lockgate.local.containers.errors import ContainerError
from lockgate.local.sagemaker.deployment import Deployment, DeploymentError, not_scaled
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.rollout.blue_green import BringUp, Drain
from lockgate.local.sagemaker.rollout.capacity import batch
from lockgate.local.sagemaker.rollout.guard import Guard, RollbackError, RollbackFailedError
from lockgate.local.sagemaker.rollout.policy import Policy
from lockgate.local.sagemaker.rollout.progress import (
    Progress,
    Stage,
    activating,
    baking,
    launching,
    terminating,
)
from lockgate.local.sagemaker.rollout.split import Split

logger = logging.getLogger(__name__)


class RollingUpdate:
    """The update of an endpoint with one variant, which has instances in both configurations."""

    def __init__(
        self, endpoint: Endpoint, old: Deployment, progress: Progress, policy: Policy, guard: Guard
    ) -> None:
        self._endpoint = endpoint
        self._progress = progress
        self._policy = policy
        self._guard = guard
        self._old = old
        (self._name,) = old.variants
        self._before = old.variants[self._name].count
        self._wanted = progress.sizes[self._name].count

    async def run(self, bring_up: BringUp, drain: Drain) -> Deployment:
        """Replace the instances; returns the deployment that serves then.

        Raises:
            DeploymentError: new instances did not come up; the old deployment serves.
            RollbackError: the update was taken back; the old deployment serves.
            RollbackFailedError: it could not be taken back; both serve.
        """
        assert self._policy.size is not None  # noqa: S101  (rolling policies have one)
        size = batch(self._policy.size, self._wanted)
        new = await self._first(bring_up, min(size, self._wanted))
        try:
            await self._turn_on(new)
            while (count := new.variants[self._name].count) < self._wanted:
                await self._scale(self._old, self._left(count))
                await self._add(new, min(count + size, self._wanted))
                await self._turn_on(new)
        except (RollbackError, DeploymentError):
            await self._take_back(new, drain)
            raise
        return new

    async def _first(self, bring_up: BringUp, count: int) -> Deployment:
        self._enter(launching(count))
        async with self._guard.limited():
            new = await bring_up(self._progress.resized(self._name, count))
        self._progress.instances[self._name] = count
        return new

    async def _add(self, new: Deployment, count: int) -> None:
        self._enter(launching(count - new.variants[self._name].count))
        async with self._guard.limited():
            await self._scale(new, count)
        self._progress.instances[self._name] = count

    async def _turn_on(self, new: Deployment) -> None:
        """Give the new instances their share of the traffic, and watch."""
        count = new.variants[self._name].count
        part = "full" if count == self._wanted else "partial"
        self._enter(activating(part, count))
        self._split(new, count)
        wait_s = self._policy.wait_s
        self._enter(baking(part, count, seconds=wait_s, member="WaitIntervalInSeconds"))
        await self._guard.bake(wait_s)

    def _split(self, new: Deployment, count: int) -> None:
        share = count / self._wanted if self._old.variants[self._name].count else 1.0
        self._endpoint.serving = Split(self._old, new, {self._name: share})

    def _left(self, count: int) -> int:
        """Old instances that stay beside `count` new ones."""
        return math.ceil(self._before * (self._wanted - count) / self._wanted)

    async def _take_back(self, new: Deployment, drain: Drain) -> None:
        """Bring the old instances back in batches, then the traffic."""
        self._endpoint.move("RollingBack")
        old = self._old.variants[self._name]
        size = self._policy.rollback_size
        step = batch(size, self._before) if size and self._before else self._before
        try:
            while old.count < self._before:
                await self._scale(self._old, min(old.count + step, self._before))
                await self._give_way(new)
        except DeploymentError as error:
            raise RollbackFailedError(str(error)) from error
        self._endpoint.serving = self._old
        self._enter(terminating(new.variants[self._name].count))
        await drain(new)

    async def _give_way(self, new: Deployment) -> None:
        """Take traffic, then instances, from the new fleet as far as the old one is back."""
        missing = self._before - self._old.variants[self._name].count
        count = math.ceil(self._wanted * missing / self._before)
        if 0 < count < new.variants[self._name].count:
            self._split(new, count)
            await self._scale(new, count)
            self._progress.instances[self._name] = count

    async def _scale(self, deployment: Deployment, count: int) -> None:
        variant = deployment.variants[self._name]
        try:
            await variant.fleet.scale(count)
        except Exception as error:
            if not isinstance(error, ContainerError):
                logger.exception("endpoint %s", self._endpoint.name)
            raise DeploymentError(not_scaled(self._name, count, error)) from error
        variant.count = count

    def _enter(self, stage: Stage) -> None:
        self._progress.enter({self._name: stage})

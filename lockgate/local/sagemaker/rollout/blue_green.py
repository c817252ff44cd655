"""An update with two whole fleets: the new one comes up, traffic moves in steps, the old one goes.

Source: deployment-guardrails-blue-green in the developer guide.
"""

from collections.abc import Awaitable, Callable

from lockgate.local.sagemaker.deployment import Deployment, Serving
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.rollout.guard import Guard, RollbackError
from lockgate.local.sagemaker.rollout.policy import Policy
from lockgate.local.sagemaker.rollout.progress import Progress, activating, baking, terminating
from lockgate.local.sagemaker.rollout.split import Split
from lockgate.local.sagemaker.rollout.steps import Step, blue_green
from lockgate.local.sagemaker.sizes import Sizes

BringUp = Callable[[Sizes], Awaitable[Deployment]]
"""Starts the fleets of the new configuration in these sizes; raises DeploymentError."""
Drain = Callable[[Serving], Awaitable[None]]
"""Lets the requests under way finish, then stops the fleets."""


class BlueGreenUpdate:
    """The update of an endpoint by a second fleet."""

    def __init__(
        self, endpoint: Endpoint, old: Serving, progress: Progress, policy: Policy, guard: Guard
    ) -> None:
        self._endpoint = endpoint
        self._old = old
        self._progress = progress
        self._policy = policy
        self._guard = guard

    async def run(self, bring_up: BringUp, drain: Drain) -> Deployment:
        """Move all traffic; returns the deployment that serves then.

        Raises:
            DeploymentError: a new fleet did not come up; the old deployment serves.
            RollbackError: the update was taken back; the old deployment serves.
        """
        sizes = self._progress.sizes
        async with self._guard.limited():
            new = await bring_up(sizes)
        self._progress.instances = {name: size.count for name, size in sizes.items()}
        counts = {variant.name: variant.count for variant in new.variants.values()}
        try:
            for step in blue_green(self._policy, counts):
                await self._take(step, new)
        except RollbackError:
            await self._take_back(new, drain)
            raise
        return new

    async def _take(self, step: Step, new: Deployment) -> None:
        """Move traffic, and watch."""
        if not step.wait_s and step.part == "full":
            return  # the endpoint serves the new deployment as soon as this returns
        shares = {name: part.share for name, part in step.portions.items()}
        for name, part in step.portions.items():
            self._progress.enter({name: activating(step.part, part.instances)})
        self._endpoint.serving = Split(self._old, new, shares)
        for name, part in step.portions.items():
            stage = baking(step.part, part.instances, seconds=step.wait_s, member=step.member)
            self._progress.enter({name: stage})
        await self._guard.bake(step.wait_s)

    async def _take_back(self, new: Deployment, drain: Drain) -> None:
        """Give the old fleet all traffic at once; it is whole."""
        self._endpoint.move("RollingBack")
        self._endpoint.serving = self._old
        instances = self._progress.instances.items()
        self._progress.enter({name: terminating(count) for name, count in instances})
        await drain(new)

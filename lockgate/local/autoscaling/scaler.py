"""Brings the capacity of scalable targets to where their policies and bounds want it.

One change at a time for each target. While its endpoint is being updated, the scaler waits, and
then looks again at what the alarms call for.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from lockgate.local.alarms.book import AlarmBook
from lockgate.local.alarms.ringing import Ringing
from lockgate.local.autoscaling import activities
from lockgate.local.autoscaling.decisions import Proposal, Standing, decide
from lockgate.local.autoscaling.records import Change, Key, Policy, Store, Target
from lockgate.local.autoscaling.variants import Variant, Variants, names_in
from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import REAL_TIME, TimeScale

logger = logging.getLogger("lockgate")

POLL_S = 5.0
"""Time between two looks at an endpoint that changes, as AWS counts time."""
SHORTEST_S = 0.02
"""Least real time between two looks."""


class Scaler:
    """Scales the targets of all accounts and regions."""

    def __init__(
        self,
        variants: Variants,
        alarms: AlarmBook,
        *,
        time_scale: TimeScale = REAL_TIME,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._variants = variants
        self._alarms = alarms
        self._time_scale = time_scale
        self._clock = clock
        self._sleep = sleep
        self._stores: dict[Scope, Store] = {}
        self._busy: dict[tuple[Scope, Key], asyncio.Task[None]] = {}
        self._again: set[tuple[Scope, Key]] = set()

    @property
    def is_busy(self) -> bool:
        """Whether a target is being scaled, or waits for it."""
        return bool(self._busy)

    def store(self, scope: Scope) -> Store:
        """What an account and region holds."""
        return self._stores.setdefault(scope, Store())

    def rang(self, ringing: Ringing) -> None:
        """Do what an alarm calls a policy for. Call from the event loop.

        An alarm that rings while its target changes rings again a minute later.
        """
        store = self.store(ringing.scope)
        for (key, _), policy in store.policies.items():
            if policy.arn == ringing.policy and key in store.targets:
                self._begin(ringing.scope, key)

    def registered(self, scope: Scope, key: Key) -> None:
        """Bring a target within its bounds, after the change that is under way."""
        if (scope, key) in self._busy:
            self._again.add((scope, key))
        self._begin(scope, key)

    async def close(self) -> None:
        """Change nothing more."""
        self._again.clear()
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, scope: Scope, key: Key) -> None:
        if (scope, key) in self._busy:
            return
        task = asyncio.get_running_loop().create_task(self._look(scope, key))
        self._busy[scope, key] = task
        task.add_done_callback(lambda _: self._ended(scope, key))

    def _ended(self, scope: Scope, key: Key) -> None:
        del self._busy[scope, key]
        if (scope, key) in self._again:
            self._again.discard((scope, key))
            self._begin(scope, key)

    async def _look(self, scope: Scope, key: Key) -> None:
        try:
            variant = await self._idle(scope, key)
            target = self.store(scope).targets.get(key)
            if variant is None or target is None:
                return
            if not await self._within(scope, key, target, variant):
                await self._follow(scope, key, target, variant)
        except Exception:
            logger.exception("scaling of %s", key[1])

    async def _idle(self, scope: Scope, key: Key) -> Variant | None:
        """The variant, once its endpoint can be changed; None if it is gone."""
        names = names_in(key[1]) or ("", "")
        while True:
            variant = self._variants.find(scope, *names)
            if variant is None or variant.is_idle:
                return variant
            await self._sleep(max(self._time_scale.seconds(POLL_S), SHORTEST_S))

    async def _within(self, scope: Scope, key: Key, target: Target, variant: Variant) -> bool:
        """Bring the capacity within the bounds; tells whether it was not."""
        low, high = target.bounds
        wanted = min(max(variant.capacity, low), high)
        if wanted == variant.capacity:
            return False
        which = "minimum" if wanted == low else "maximum"
        cause = f"{which} capacity was set to {wanted}"
        await self._change(scope, key, wanted, cause)
        return True

    async def _follow(self, scope: Scope, key: Key, target: Target, variant: Variant) -> None:
        """Change the capacity as the policies call for."""
        standings = self._standings(scope, key)
        proposals = decide(standings, variant.capacity, now=self._now())
        if not proposals or _is_suspended(target, proposals, variant):
            return
        low, high = target.bounds
        wanted = min(max(proposals[0].capacity, low), high)
        if wanted == variant.capacity:
            return
        cause = activities.by_policy(proposals[0].policy.name, proposals[0].alarm)
        if await self._change(scope, key, wanted, cause):
            change = Change(variant.capacity, wanted, self._now())
            for proposal in proposals:
                proposal.policy.last = change

    def _standings(self, scope: Scope, key: Key) -> list[Standing]:
        policies: list[Policy] = list(self.store(scope).policies_of(key))
        return [Standing(one, self._alarms.of_policy(scope, one.arn)) for one in policies]

    async def _change(self, scope: Scope, key: Key, capacity: int, cause: str) -> bool:
        """Give the variant a capacity, as an activity; tells whether it succeeded."""
        activity = activities.begun(key, capacity, cause)
        remembered = self.store(scope).activities
        remembered.append(activity)
        del remembered[: -activities.KEPT]
        names = names_in(key[1]) or ("", "")
        try:
            await self._variants.resize(scope, *names, capacity)
        except ServiceError as error:
            activities.failed(activity, capacity, error.message)
            return False
        variant = await self._idle(scope, key)
        if variant is not None and variant.capacity == capacity:
            activities.succeeded(activity, capacity)
            return True
        reason = "The variant is gone." if variant is None else variant.failure
        activities.failed(activity, capacity, reason or "It was given another one meanwhile.")
        return False

    def _now(self) -> float:
        return self._time_scale.aws_seconds(self._clock())


def _is_suspended(target: Target, proposals: Sequence[Proposal], variant: Variant) -> bool:
    is_out = proposals[0].capacity > variant.capacity
    return target.is_suspended(
        "DynamicScalingOutSuspended" if is_out else "DynamicScalingInSuspended"
    )

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from lockgate.local.alarms.ringing import Ringing
from lockgate.local.autoscaling.records import Activity, Policy, Target
from lockgate.local.autoscaling.scaler import Scaler
from lockgate.local.autoscaling.variants import INSTANCES, Variant
from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.scope import Scope
from tests.local.alarm_book import FakeAlarmBook
from tests.local.autoscaling.test_adjustments import steps
from tests.local.in_process import SCOPE

KEY = ("sagemaker", "endpoint/chat/variant/primary", INSTANCES)
ALARM = {"ComparisonOperator": "GreaterThanThreshold", "Threshold": 5, "AlarmActions": ["policy"]}


@dataclass
class Endpoint:
    """One variant, whose changes take a look at it to come about."""

    variant: Variant | None
    refusal: str | None = None
    failure: str | None = None
    asked: list[int] = field(default_factory=list)
    looks: list[Variant | None] = field(default_factory=list)
    """What the next looks see."""

    def find(self, _scope: Scope, _endpoint: str, _variant: str) -> Variant | None:
        return self.looks.pop(0) if self.looks else self.variant

    async def resize(self, _scope: Scope, _endpoint: str, _variant: str, capacity: int) -> None:
        if self.refusal:
            raise invalid(self.refusal)
        assert self.variant is not None
        self.asked.append(capacity)
        self.looks = [replace(self.variant, is_idle=False)]
        reached = self.variant.capacity if self.failure else capacity
        self.variant = replace(self.variant, capacity=reached, failure=self.failure)


class Bench:
    """A scaler with one target and one step policy, whose clock the test sets."""

    def __init__(self, capacity: int = 1, **suspended: bool) -> None:
        self.endpoint = Endpoint(Variant("realtime", capacity, "ml.c5.large", is_idle=True))
        self.book = FakeAlarmBook({"busy": ALARM})
        self.now = 0.0
        self.scaler = Scaler(self.endpoint, self.book, clock=lambda: self.now, sleep=self.sleep)
        store = self.scaler.store(SCOPE)
        members: dict[str, Any] = {"MinCapacity": 1, "MaxCapacity": 3, "SuspendedState": suspended}
        self.target = store.targets[KEY] = Target("target", members, {})
        settings = {"PolicyName": "steps", "StepScalingPolicyConfiguration": steps((0, None, 1))}
        store.policies[KEY, "steps"] = Policy("policy", settings)

    async def sleep(self, _seconds: float) -> None:
        await asyncio.sleep(0)

    async def ring(self) -> None:
        """Let the alarm call the policy, and wait until the scaler has done what it will."""
        self.book.points["busy"] = (9.0,)
        self.scaler.rang(Ringing(SCOPE, "policy", "busy", "ALARM"))
        await self.settle()

    async def settle(self) -> None:
        while self.scaler.is_busy:
            await asyncio.sleep(0)

    @property
    def activities(self) -> list[Activity]:
        return self.scaler.store(SCOPE).activities


async def test_an_alarm_that_rings_scales_and_is_recorded() -> None:
    bench = Bench()
    await bench.ring()
    (activity,) = bench.activities
    assert bench.endpoint.asked == [2]
    assert activity.description == "Setting desired instance count to 2."
    assert activity.cause == "monitor alarm busy in state ALARM triggered policy steps"
    assert activity.status == "Successful"
    assert activity.message == (
        "Successfully set desired instance count to 2. Change successfully fulfilled by sagemaker."
    )


async def test_an_alarm_that_rings_again_within_the_cooldown_changes_nothing() -> None:
    bench = Bench()
    await bench.ring()
    bench.now = 299
    await bench.ring()
    assert bench.endpoint.asked == [2]
    bench.now = 300
    await bench.ring()
    assert bench.endpoint.asked == [2, 3]


async def test_the_maximum_is_not_exceeded() -> None:
    bench = Bench(capacity=3)
    await bench.ring()
    assert (bench.endpoint.asked, bench.activities) == ([], [])


async def test_scaling_waits_while_the_endpoint_is_updated() -> None:
    bench = Bench()
    busy = Variant("realtime", 1, "ml.c5.large", is_idle=False)
    bench.endpoint.looks = [busy, busy]
    await bench.ring()
    assert bench.endpoint.asked == [2]


async def test_the_alarms_are_read_again_after_the_wait() -> None:
    bench = Bench()
    bench.endpoint.looks = [Variant("realtime", 1, "ml.c5.large", is_idle=False)]
    bench.scaler.rang(Ringing(SCOPE, "policy", "busy", "ALARM"))
    bench.book.points.clear()
    await bench.settle()
    assert bench.endpoint.asked == []


async def test_a_suspended_direction_does_not_scale() -> None:
    bench = Bench(DynamicScalingOutSuspended=True)
    await bench.ring()
    assert (bench.endpoint.asked, bench.activities) == ([], [])


@pytest.mark.parametrize(
    ("capacity", "wanted", "cause"),
    [
        (0, 1, "minimum capacity was set to 1"),
        (5, 3, "maximum capacity was set to 3"),
    ],
)
async def test_a_registered_target_is_brought_within_its_bounds(
    capacity: int, wanted: int, cause: str
) -> None:
    bench = Bench(capacity)
    bench.scaler.registered(SCOPE, KEY)
    await bench.settle()
    assert bench.endpoint.asked == [wanted]
    assert bench.activities[0].cause == cause


async def test_bounds_that_change_during_a_change_count_after_it() -> None:
    bench = Bench()
    bench.book.points["busy"] = (9.0,)
    bench.scaler.rang(Ringing(SCOPE, "policy", "busy", "ALARM"))
    bench.target.settings["MinCapacity"] = 3
    bench.scaler.registered(SCOPE, KEY)
    await bench.settle()
    assert bench.endpoint.asked[-1] == 3


async def test_a_refusal_of_sagemaker_fails_the_activity() -> None:
    bench = Bench()
    bench.endpoint.refusal = "no such luck"
    await bench.ring()
    (activity,) = bench.activities
    assert (activity.status, activity.ended is None) == ("Failed", False)
    message = "Failed to set desired instance count to 2. Reason: no such luck"
    assert activity.message == message


async def test_a_change_that_fails_tells_why_and_starts_no_cooldown() -> None:
    bench = Bench()
    bench.endpoint.failure = "out of memory"
    await bench.ring()
    assert bench.activities[0].message == (
        "Failed to set desired instance count to 2. Reason: out of memory"
    )
    assert bench.scaler.store(SCOPE).policies[KEY, "steps"].last is None


async def test_a_deregistered_target_is_left_alone() -> None:
    bench = Bench()
    bench.endpoint.looks = [Variant("realtime", 1, "ml.c5.large", is_idle=False)]
    bench.book.points["busy"] = (9.0,)
    bench.scaler.rang(Ringing(SCOPE, "policy", "busy", "ALARM"))
    bench.scaler.store(SCOPE).targets.clear()
    await bench.settle()
    assert bench.endpoint.asked == []


async def test_an_unknown_policy_is_called_in_vain() -> None:
    bench = Bench()
    bench.scaler.rang(Ringing(SCOPE, "other", "busy", "ALARM"))
    assert not bench.scaler.is_busy

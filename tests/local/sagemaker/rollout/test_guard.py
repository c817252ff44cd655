import asyncio
from dataclasses import dataclass, field

import pytest

from lockgate.local.sagemaker.rollout.guard import Guard, RollbackError
from lockgate.local.time_scale import TimeScale


@dataclass
class Clock:
    """Real time that passes only in sleeps; alarms ring at a time."""

    rings_at: float = float("inf")
    now: float = 0.0
    looks: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    def ringing(self) -> list[str]:
        self.looks.append(self.now)
        return ["errors"] if self.now >= self.rings_at else []

    def guard(self, *, timeout_s: float | None = None, factor: float = 1.0) -> Guard:
        scale = TimeScale(factor)
        return Guard(
            self.ringing,
            timeout_s=timeout_s,
            time_scale=scale,
            sleep=self.sleep,
            clock=lambda: self.now,
        )


async def test_baking_lasts_as_long_as_asked() -> None:
    clock = Clock()
    await clock.guard().bake(60)
    assert clock.now == pytest.approx(60)


async def test_a_time_scale_shortens_the_baking() -> None:
    clock = Clock()
    await clock.guard(factor=60).bake(600)
    assert clock.now == pytest.approx(10)


async def test_an_alarm_that_rings_ends_the_baking() -> None:
    clock = Clock(rings_at=20)
    with pytest.raises(
        RollbackError, match=r"rolled back because of the alarm\(s\) errors in ALARM"
    ):
        await clock.guard().bake(60)
    assert clock.now < 21


async def test_an_alarm_that_rings_already_ends_the_baking_at_once() -> None:
    clock = Clock(rings_at=0)
    with pytest.raises(RollbackError, match="errors"):
        await clock.guard().bake(60)
    assert clock.now == 0


async def test_an_alarm_that_rings_at_the_very_end_counts() -> None:
    clock = Clock(rings_at=60)
    with pytest.raises(RollbackError, match="errors"):
        await clock.guard().bake(60 + 1e-6)


async def test_without_a_baking_period_no_alarm_is_looked_at() -> None:
    clock = Clock(rings_at=0)
    await clock.guard().bake(0)
    assert clock.looks == []


async def test_waits_that_outlast_the_limit_end_the_rollout() -> None:
    clock = Clock()
    guard = clock.guard(timeout_s=100, factor=10)
    await guard.bake(60)
    with pytest.raises(RollbackError, match=r"MaximumExecutionTimeoutInSeconds \(100\)"):
        await guard.bake(60)
    assert clock.now == pytest.approx(10)


async def test_the_start_of_containers_counts_with_its_real_time() -> None:
    clock = Clock()
    guard = clock.guard(timeout_s=100, factor=10)
    clock.now += 50
    await guard.bake(40)
    with pytest.raises(RollbackError, match="MaximumExecutionTimeoutInSeconds"):
        await guard.bake(20)


async def test_a_start_that_outlasts_the_limit_is_cut_off() -> None:
    guard = Guard(list, timeout_s=0.01, time_scale=TimeScale())
    with pytest.raises(RollbackError, match="MaximumExecutionTimeoutInSeconds"):
        async with guard.limited():
            await asyncio.Event().wait()


async def test_a_timeout_of_another_kind_stays_one() -> None:
    guard = Guard(list, timeout_s=600, time_scale=TimeScale())
    with pytest.raises(TimeoutError, match="the image"):
        async with guard.limited():
            raise TimeoutError("the image")

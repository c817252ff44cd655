import asyncio

import pytest

from lockgate.local.containers.errors import (
    ContainerFailed,
    FleetStopped,
    NoHealthyInstance,
    Throttled,
)
from lockgate.local.sagemaker.loans import Loan
from lockgate.local.sagemaker.serverless.concurrency import Concurrency
from lockgate.local.sagemaker.serverless.fleet import ServerlessFleet
from tests.local.containers.waiting import until
from tests.local.sagemaker.serverless.conftest import Build, Containers

QUICK = 1e6
"""Makes the idle time a fraction of a millisecond."""


async def ask(fleet: ServerlessFleet) -> Loan:
    async with fleet.acquire() as loan:
        return loan


def told(loan: Loan) -> dict[str, float]:
    return {measure.name: measure.value for measure in loan.measures}


async def test_the_start_proves_that_one_container_answers(
    build: Build, containers: Containers
) -> None:
    await build().start()
    assert len(containers.made) == 1


async def test_a_container_that_does_not_start_fails_the_start(
    build: Build, containers: Containers
) -> None:
    containers.fails = True
    with pytest.raises(ContainerFailed, match="exited with code 7"):
        await build().start()


async def test_the_last_used_container_is_used_again(build: Build, containers: Containers) -> None:
    fleet = build()
    await fleet.start()
    assert (await ask(fleet)).id == (await ask(fleet)).id
    assert len(containers.made) == 1


async def test_a_second_request_at_a_time_starts_a_second_container(
    build: Build, containers: Containers
) -> None:
    fleet = build()
    await fleet.start()
    async with fleet.acquire() as first, fleet.acquire() as second:
        assert first.id != second.id
        assert "ModelSetupTime" in told(second)
        assert "ModelSetupTime" not in told(first)


async def test_a_request_over_the_maximum_is_throttled(build: Build) -> None:
    fleet = build(1)
    await fleet.start()
    async with fleet.acquire():
        with pytest.raises(Throttled, match="1 requests are under way; MaxConcurrency is 1"):
            await ask(fleet)
    assert await ask(fleet)


async def test_a_request_that_waits_for_a_start_counts_too(
    build: Build, containers: Containers
) -> None:
    fleet = build(1)
    containers.gate.clear()
    waiting = asyncio.create_task(ask(fleet))
    await until(lambda: containers.made)
    with pytest.raises(Throttled):
        await ask(fleet)
    containers.gate.set()
    assert (await waiting).id == "i-0"


async def test_an_idle_container_stops_and_the_next_request_starts_another(
    build: Build, containers: Containers
) -> None:
    fleet = build(factor=QUICK)
    await fleet.start()
    await until(lambda: containers.made[0].stopped)
    assert (await ask(fleet)).id == "i-1"


async def test_provisioned_containers_stay(build: Build, containers: Containers) -> None:
    fleet = build(2, 1, factor=QUICK)
    await fleet.start()
    async with fleet.acquire(), fleet.acquire():
        pass
    await until(lambda: any(one.stopped for one in containers.made))
    assert (len(fleet.instances), sum(one.stopped for one in containers.made)) == (1, 1)


async def test_a_provisioned_container_that_crashes_is_replaced(
    build: Build, containers: Containers
) -> None:
    fleet = build(2, 1)
    await fleet.start()
    containers.made[0].crash()
    await until(lambda: [one.id for one in fleet.instances] == ["i-1"])
    assert containers.notices == ["lockgate: i-0 exited with code 3."]


async def test_a_crashed_container_is_lent_no_more(build: Build, containers: Containers) -> None:
    fleet = build()
    await fleet.start()
    containers.made[0].crash()
    await until(lambda: not fleet.instances)
    assert (await ask(fleet)).id == "i-1"


async def test_a_start_that_fails_disappoints_the_request_and_is_logged(
    build: Build, containers: Containers
) -> None:
    fleet = build()
    containers.fails = True
    with pytest.raises(NoHealthyInstance, match="exited with code 7"):
        await ask(fleet)
    assert "the container did not start" in containers.notices[0]


async def test_the_container_of_a_request_that_gave_up_serves_the_next(
    build: Build, containers: Containers
) -> None:
    fleet = build()
    containers.gate.clear()
    waiting = asyncio.create_task(ask(fleet))
    await until(lambda: containers.made)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    containers.gate.set()
    await until(lambda: fleet.instances)
    assert (await ask(fleet)).id == "i-0"


async def test_whoever_waits_gets_the_first_container_that_is_free(
    build: Build, containers: Containers
) -> None:
    fleet = build()
    await fleet.start()
    containers.gate.clear()
    async with fleet.acquire() as first:
        waiting = asyncio.create_task(ask(fleet))
        await until(lambda: len(containers.made) == 2)
    assert (await waiting).id == first.id


async def test_more_provisioned_concurrency_starts_containers(
    build: Build, containers: Containers
) -> None:
    fleet = build(4, 1)
    await fleet.start()
    await fleet.resize(Concurrency(5, 3))
    assert len(fleet.instances) == 3


async def test_a_resize_that_fails_leaves_the_sizes_of_before(
    build: Build, containers: Containers
) -> None:
    fleet = build(1)
    await fleet.start()
    containers.fails = True
    with pytest.raises(ContainerFailed):
        await fleet.resize(Concurrency(3, 2))
    async with fleet.acquire():
        with pytest.raises(Throttled, match="MaxConcurrency is 1"):
            await ask(fleet)


async def test_a_drain_waits_for_the_requests_under_way(
    build: Build, containers: Containers
) -> None:
    fleet = build()
    await fleet.start()
    async with fleet.acquire():
        draining = asyncio.create_task(fleet.drain())
        await asyncio.sleep(0)
        with pytest.raises(NoHealthyInstance, match="takes no more requests"):
            await ask(fleet)
        assert not draining.done()
    await draining
    assert containers.made[0].stopped


async def test_a_stop_disappoints_those_who_wait(build: Build, containers: Containers) -> None:
    fleet = build()
    containers.gate.clear()
    waiting = asyncio.create_task(ask(fleet))
    await until(lambda: containers.made)
    await fleet.stop()
    with pytest.raises(NoHealthyInstance, match="was stopped"):
        await waiting


async def test_a_stopped_fleet_takes_no_other_size(build: Build) -> None:
    fleet = build()
    await fleet.stop()
    with pytest.raises(FleetStopped):
        await fleet.scale(1)

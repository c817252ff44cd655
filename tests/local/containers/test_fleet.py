import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from lockgate.local.containers.errors import ContainerFailed, FleetStopped, NoHealthyInstance
from lockgate.local.containers.fleet import Fleet
from lockgate.local.containers.instance import Instance
from lockgate.local.containers.launcher import Launcher
from tests.local.containers.conftest import Spec
from tests.local.containers.waiting import until
from tests.local.polling import LIMIT_S

Build = Callable[..., Awaitable[Fleet]]


@pytest.fixture
def lines() -> list[str]:
    """What the containers printed."""
    return []


@pytest.fixture
async def fleet(launcher: Launcher, spec: Spec, lines: list[str]) -> AsyncIterator[Build]:
    """Starts fleets, which are stopped after the test."""
    fleets: list[Fleet] = []

    async def build(count: int, **environment: str) -> Fleet:
        one = Fleet(
            spec(**environment),
            count=count,
            startup_timeout_s=60,
            on_line=lambda _id, line: lines.append(line),
            launcher=launcher,
            delay=lambda _crashes: 0,
        )
        fleets.append(one)
        await one.start()
        return one

    yield build
    for one in fleets:
        await one.stop()


async def crash(instance: Instance) -> None:
    async with httpx.AsyncClient(timeout=LIMIT_S) as client:
        with suppress(httpx.HTTPError):
            await client.post(f"{instance.base_url}/exit")


async def test_requests_go_to_the_instance_with_the_fewest(fleet: Build) -> None:
    two = await fleet(2)
    async with two.acquire() as first, two.acquire() as second, two.acquire():
        assert {first, second} == set(two.instances)
        assert two.outstanding == 3
    assert two.outstanding == 0


async def test_start_fails_as_a_whole(fleet: Build, lines: list[str]) -> None:
    with pytest.raises(ContainerFailed, match="exited with code 7"):
        await fleet(2, MODE="exit")


async def test_crashed_instance_is_replaced(fleet: Build, lines: list[str]) -> None:
    one = await fleet(1)
    (before,) = one.instances
    await crash(before)
    await until(lambda: one.instances and one.instances[0] is not before)
    assert "lockgate: The container of tiny exited with code 3. It is replaced." in lines


async def test_replacement_that_fails_is_tried_again(
    fleet: Build, lines: list[str], project: Path
) -> None:
    one = await fleet(1)
    program = project / "containers" / "tiny" / "tiny_server.py"
    works = program.read_text()
    program.write_text("raise SystemExit('out of memory')")
    await crash(one.instances[0])
    await until(lambda: any("the replacement failed" in line for line in lines))
    with pytest.raises(NoHealthyInstance, match="no instance of tiny can answer now"):
        await one.acquire().__aenter__()
    program.write_text(works)
    await until(lambda: one.instances)


async def test_scaling_up_adds_instances(fleet: Build) -> None:
    one = await fleet(1)
    (before,) = one.instances
    await one.scale(2)
    assert before in one.instances
    assert len(one.instances) == 2


async def test_failed_scaling_up_leaves_the_others_alone(fleet: Build, project: Path) -> None:
    one = await fleet(1)
    before = one.instances
    (project / "containers" / "tiny" / "tiny_server.py").write_text("raise SystemExit(9)")
    with pytest.raises(ContainerFailed, match="exited with code 9"):
        await one.scale(3)
    assert one.instances == before


async def test_scaling_down_waits_for_requests_in_flight(fleet: Build, lines: list[str]) -> None:
    two = await fleet(2)
    async with two.acquire(), two.acquire() as busy:
        scaling = asyncio.create_task(two.scale(1))
        await until(lambda: len(two.instances) == 1)
        assert not scaling.done()
        assert "drained" not in lines
        del busy
    await scaling
    assert "drained" in lines


async def test_drained_fleet_takes_no_request_and_finishes_those_in_flight(fleet: Build) -> None:
    one = await fleet(1)
    async with one.acquire() as instance, httpx.AsyncClient(timeout=LIMIT_S) as client:
        drain = asyncio.create_task(one.drain())
        await until(lambda: not one.instances)
        with pytest.raises(NoHealthyInstance):
            await one.acquire().__aenter__()
        assert (await client.post(f"{instance.base_url}/invocations")).status_code == 200
    await drain
    assert await instance.wait() == 0


async def test_stopped_fleet_leaves_no_process(fleet: Build) -> None:
    two = await fleet(2)
    instances = two.instances
    await two.stop()
    assert [await instance.wait() for instance in instances] == [0, 0]


async def test_stopped_while_it_starts_leaves_no_process(
    launcher: Launcher, spec: Spec, lines: list[str]
) -> None:
    starting = Fleet(
        spec(MODE="never-healthy"),
        count=1,
        startup_timeout_s=3600,
        on_line=lambda _id, line: lines.append(line),
        launcher=launcher,
    )
    start = asyncio.create_task(starting.start())
    await until(lambda: lines)
    await starting.stop()
    with pytest.raises(FleetStopped, match="the fleet of tiny was stopped"):
        await start


async def test_stop_does_not_wait_for_requests_that_a_drain_waits_for(fleet: Build) -> None:
    one = await fleet(1)
    async with one.acquire() as instance:
        drain = asyncio.create_task(one.drain())
        await until(lambda: not one.instances)
        await one.stop()
        assert await instance.wait() == 0
    await drain


async def test_stopped_fleet_cannot_be_scaled(fleet: Build) -> None:
    one = await fleet(0)
    await one.stop()
    with pytest.raises(FleetStopped, match="the fleet of tiny was stopped"):
        await one.scale(1)

import asyncio
import os

import httpx
import pytest

from lockgate.local.containers.errors import ContainerFailed
from lockgate.local.containers.instance import Instance
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec
from tests.local.containers.conftest import Spec
from tests.local.polling import LIMIT_S


class Recorded(Instance):
    """An instance that remembers what it printed."""

    def __init__(
        self, spec: ContainerSpec, launcher: Launcher, *, startup_timeout_s: float = 60
    ) -> None:
        self.printed: list[str] = []
        super().__init__(
            spec,
            startup_timeout_s=startup_timeout_s,
            on_line=lambda _id, line: self.printed.append(line),
            launcher=launcher,
        )


async def test_started_instance_answers_on_the_loopback_interface(
    launcher: Launcher, spec: Spec
) -> None:
    instance = Recorded(spec(), launcher)
    await instance.start()
    async with httpx.AsyncClient(timeout=LIMIT_S) as client:
        assert (await client.get(f"{instance.base_url}/ping")).status_code == 200
    assert instance.base_url.startswith("http://127.0.0.1:")
    await instance.stop()


async def test_sigterm_lets_the_container_end_by_itself(launcher: Launcher, spec: Spec) -> None:
    instance = Recorded(spec(), launcher)
    await instance.start()
    await instance.stop()
    assert await instance.wait() == 0
    assert instance.printed == ["started: hello from the Dockerfile", "drained"]


async def test_notice_is_the_first_line(launcher: Launcher, spec: Spec) -> None:
    plain = spec()
    noticed = ContainerSpec(plain.folder, {}, plain.model_dir, notice="a stand-in answers")
    instance = Recorded(noticed, launcher)
    await instance.start()
    await instance.stop()
    assert instance.printed[0] == "a stand-in answers"


async def test_container_that_exits_is_reported_at_once(launcher: Launcher, spec: Spec) -> None:
    instance = Recorded(spec(MODE="exit"), launcher, startup_timeout_s=3600)
    message = r"tiny exited with code 7\. Last output: the model file is missing"
    with pytest.raises(ContainerFailed, match=message):
        await instance.start()


async def test_reason_in_the_last_line_is_quoted_alone(launcher: Launcher, spec: Spec) -> None:
    instance = Recorded(spec(MODE="reason"), launcher, startup_timeout_s=3600)
    message = r"code 1\. Last output: lockgate: the model file is empty$"
    with pytest.raises(ContainerFailed, match=message):
        await instance.start()


async def test_container_without_output_is_reported_as_such(launcher: Launcher, spec: Spec) -> None:
    instance = Recorded(spec(MODE="silent-exit"), launcher)
    with pytest.raises(ContainerFailed, match=r"code 137 \(SIGKILL\)\. It printed nothing\."):
        await instance.start()


async def test_container_that_never_answers_is_stopped(launcher: Launcher, spec: Spec) -> None:
    instance = Recorded(spec(MODE="never-healthy"), launcher, startup_timeout_s=0.5)
    with pytest.raises(ContainerFailed, match=r"did not answer GET /ping with 200 within 0\.5 s\."):
        await instance.start()
    assert await instance.wait() == 137


async def test_deaf_container_is_killed_after_the_grace_time(
    launcher: Launcher, spec: Spec
) -> None:
    instance = Recorded(spec(MODE="deaf"), launcher)
    await instance.start()
    await instance.stop(grace_s=0)
    assert await instance.wait() == 137


async def test_cancelled_start_leaves_no_process(launcher: Launcher, spec: Spec) -> None:
    instance = Recorded(spec(MODE="never-healthy"), launcher)
    start = asyncio.create_task(instance.start())
    while not instance.printed:
        await asyncio.sleep(0.01)
    start.cancel()
    with pytest.raises(asyncio.CancelledError):
        await start
    assert instance.pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(instance.pid, 0)


async def test_idle_waits_for_the_requests_in_flight(launcher: Launcher, spec: Spec) -> None:
    instance = Recorded(spec(), launcher)
    with instance.lent():
        idle = asyncio.create_task(instance.idle())
        await asyncio.sleep(0)
        assert (instance.outstanding, idle.done()) == (1, False)
    await idle
    assert instance.outstanding == 0


async def test_instance_that_was_not_started_can_be_stopped(launcher: Launcher, spec: Spec) -> None:
    await Recorded(spec(), launcher).stop()

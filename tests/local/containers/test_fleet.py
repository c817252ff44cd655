from collections.abc import Callable

import httpx
import pytest

from lockgate.local.containers.errors import NoHealthyInstance
from lockgate.local.containers.fleet import Fleet
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec

Spec = Callable[..., ContainerSpec]


async def test_started_fleet_answers(launcher: Launcher, spec: Spec) -> None:
    fleet = Fleet(spec(), count=2, startup_timeout_s=60, on_line=lambda *_: None, launcher=launcher)
    await fleet.start()
    async with fleet.acquire() as instance, httpx.AsyncClient() as client:
        response = await client.post(f"{instance.base_url}/invocations")
    assert response.json()["arguments"] == ["serve"]
    await fleet.stop()
    with pytest.raises(NoHealthyInstance, match="tiny"):
        async with fleet.acquire():
            pass

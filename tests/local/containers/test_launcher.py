import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from lockgate.local.containers.errors import ImageUnusable
from lockgate.local.containers.instance import Instance
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec
from tests.local.containers.conftest import Spec
from tests.local.polling import LIMIT_S


@pytest.fixture
async def state(launcher: Launcher, spec: Spec, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the container's program sees."""
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    one = Instance(
        spec(PYTHONUNBUFFERED="0"),
        startup_timeout_s=60,
        on_line=lambda *_: None,
        launcher=launcher,
    )
    await one.start()
    async with httpx.AsyncClient(timeout=LIMIT_S) as client:
        response = await client.post(f"{one.base_url}/invocations")
    await one.stop()
    answer: dict[str, Any] = response.json()
    return answer


async def test_container_sees_what_its_image_would_hold(state: dict[str, Any]) -> None:
    assert state["arguments"] == ["serve"]
    assert state["files"] == ["tiny_server.py"]
    assert state["model"] == ["weights.txt"]


async def test_variables_come_from_dockerfile_and_model(state: dict[str, Any]) -> None:
    environment = state["environment"]
    assert environment["GREETING"] == "hello from the Dockerfile"
    assert environment["PYTHONUNBUFFERED"] == "0"
    assert environment["LOCKGATE_BIND_HOST"] == "127.0.0.1"


async def test_threads_that_wait_leave_the_cores_to_other_containers(state: dict[str, Any]) -> None:
    assert state["environment"]["GOMP_SPINCOUNT"] == "1000"


async def test_variables_of_this_machine_stay_outside(state: dict[str, Any]) -> None:
    assert "PYTHONPATH" not in state["environment"]


async def test_python_is_the_one_of_the_virtual_environment(
    state: dict[str, Any], environments: Path
) -> None:
    assert Path(state["prefix"]).is_relative_to(environments / "environments")


async def test_folder_of_the_instance_is_deleted_after_it(state: dict[str, Any]) -> None:
    assert not Path(state["environment"]["SAGEMAKER_BASE_DIR"]).exists()


async def test_absolute_entrypoint_is_found_among_the_copied_files(
    project: Path, launcher: Launcher, spec: Spec
) -> None:
    folder = project / "containers" / "tiny"
    (folder / "start.sh").write_text("#!/bin/sh\necho started by the script\n")
    (folder / "start.sh").chmod(0o755)
    (folder / "Dockerfile").write_text(
        'FROM a\nCOPY containers/tiny/start.sh /usr/bin/\nENTRYPOINT ["/usr/bin/start.sh"]'
    )
    process = (await launcher.launch(await launcher.prepare(spec()), port=1)).process
    assert process.stdout is not None
    assert await process.stdout.read() == b"started by the script\n"
    await process.wait()


async def test_container_folder_without_dockerfile_is_an_error(
    project: Path, launcher: Launcher
) -> None:
    with pytest.raises(ImageUnusable, match="containers/none/Dockerfile:1  cannot be read"):
        await launcher.prepare(ContainerSpec(Path("containers/none"), {}, project / "model"))


async def test_missing_source_leaves_no_folder_behind(
    project: Path, launcher: Launcher, spec: Spec, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = project / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    (project / "containers" / "tiny" / "tiny_server.py").unlink()
    prepared = await launcher.prepare(spec())
    with pytest.raises(ImageUnusable, match=r"Dockerfile:4  COPY .*no such file"):
        await launcher.launch(prepared, port=1)
    assert list(temporary.iterdir()) == []


async def test_a_container_has_no_more_memory_than_its_limit(
    project: Path, launcher: Launcher, spec: Spec
) -> None:
    dockerfile = project / "containers" / "tiny" / "Dockerfile"
    dockerfile.write_text('FROM a\nENTRYPOINT ["/bin/sh", "-c", "ulimit -d"]')
    prepared = await launcher.prepare(replace(spec(), memory_mib=1024))
    process = (await launcher.launch(prepared, port=1)).process
    assert process.stdout is not None
    assert await process.stdout.read() == b"1048576\n"
    await process.wait()

import asyncio
from pathlib import Path

import pytest

from lockgate.local.containers.errors import EnvironmentFailed
from lockgate.local.containers.virtual_environment import build_environment, telling_lines
from tests.local.containers.waiting import until


def requirements(tmp_path: Path, text: str) -> list[Path]:
    file = tmp_path / "requirements.txt"
    file.write_text(text)
    return [file]


async def test_pip_failure_quotes_pip_and_names_the_fix(tmp_path: Path) -> None:
    files = requirements(tmp_path, "--no-index\na-package-that-does-not-exist==1\n")
    with pytest.raises(EnvironmentFailed) as caught:
        await build_environment(files, folder=tmp_path, report=lambda _line: None)
    assert "No matching distribution found for a-package-that-does-not-exist" in str(caught.value)
    assert "requirements.txt; check the names and versions in it" in caught.value.reason
    assert "\n" not in str(caught.value)


def test_failure_without_an_error_of_pips_quotes_its_last_lines() -> None:
    lines = [f"  line {number}" for number in range(20)]
    assert telling_lines(lines)[-1] == "line 19"
    assert telling_lines(["ERROR: no network", *lines]) == ["ERROR: no network"]


async def test_failed_environment_is_built_anew(tmp_path: Path) -> None:
    lines: list[str] = []
    for _ in range(2):
        with pytest.raises(EnvironmentFailed):
            await build_environment(
                requirements(tmp_path, "--no-index\n./none\n"), folder=tmp_path, report=lines.append
            )
    assert len([line for line in lines if line.startswith("building")]) == 2


async def test_complete_environment_is_used_again(environments: Path) -> None:
    lines: list[str] = []
    folder = environments / "environments"
    first = await build_environment([], folder=folder, report=lambda _line: None)
    assert await build_environment([], folder=folder, report=lines.append) == first
    assert lines == []


async def test_interrupted_environment_is_not_used(tmp_path: Path) -> None:
    lines: list[str] = []
    build = build_environment([], folder=tmp_path, report=lines.append)
    task = asyncio.create_task(build)
    await until(lambda: list(tmp_path.glob("*/bin/python")))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await build_environment([], folder=tmp_path, report=lines.append)
    assert [line.split()[0] for line in lines] == ["building", "not", "building", "done:"]


async def test_two_at_once_build_it_once(tmp_path: Path) -> None:
    lines: list[str] = []
    builds = [build_environment([], folder=tmp_path, report=lines.append) for _ in range(2)]
    one, two = await asyncio.gather(*builds)
    assert one == two
    assert [line.split()[0] for line in lines] == ["building", "waiting", "done:"]

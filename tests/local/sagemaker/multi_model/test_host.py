import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lockgate.local.containers.artifact import S3DataSource
from lockgate.local.containers.errors import ModelLoadFailed, NoHealthyInstance
from lockgate.local.sagemaker.multi_model import host as module
from lockgate.local.sagemaker.multi_model.container_api import Answer
from lockgate.local.sagemaker.multi_model.files import ModelFiles
from lockgate.local.sagemaker.multi_model.host import ModelHost
from tests.local.containers.waiting import until


class FakeApi:
    """A container's memory, which holds `room` models."""

    def __init__(self, _base_url: str) -> None:
        self.loaded: list[str] = []
        self.log: list[str] = []
        self.room = 1

    async def load(self, name: str, _url: str, *, target: str) -> Answer:
        self.log.append(f"load {target}")
        if len(self.loaded) >= self.room:
            return Answer(507, "no memory")
        self.loaded.append(name)
        return Answer(200, "")

    async def unload(self, name: str, *, target: str) -> Answer:
        self.log.append(f"unload {target}")
        self.loaded.remove(name)
        return Answer(200, "")

    async def has(self, name: str) -> bool:
        return name in self.loaded


class FakeInstance:
    def __init__(self, base_dir: Path) -> None:
        self.id, self.base_url, self.base_dir = "i-1", "http://container", base_dir


@pytest.fixture
async def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ModelHost]:
    async def fetch(_source: S3DataSource) -> Path:
        return tmp_path

    monkeypatch.setattr(module, "ModelApi", FakeApi)
    files = ModelFiles("s3://models/all/", fetch)
    one = ModelHost(FakeInstance(tmp_path), files, cache=True)
    yield one
    await one.close()


def api(host: ModelHost) -> FakeApi:
    fake = host._api
    assert isinstance(fake, FakeApi)
    return fake


async def use(host: ModelHost, target: str) -> None:
    async with host.using(target):
        pass


async def test_a_model_in_use_is_not_unloaded(host: ModelHost) -> None:
    async with host.using("a"):
        waiting = asyncio.create_task(use(host, "b"))
        await until(lambda: "load b" in api(host).log)
        assert "unload a" not in api(host).log
    await waiting
    assert api(host).log[-2:] == ["unload a", "load b"]


async def test_a_model_in_use_that_is_out_of_memory_waits_for_no_other(host: ModelHost) -> None:
    api(host).room = 2
    async with host.using("a") as one, host.using("b") as two:
        helped = await asyncio.gather(one.recover(507), two.recover(507))
    assert list(helped) == [False, False]


async def test_a_load_that_waits_for_memory_holds_up_no_request(host: ModelHost) -> None:
    async with host.using("a") as loan:
        waiting = asyncio.create_task(use(host, "b"))
        await until(lambda: "load b" in api(host).log)
        assert not await loan.recover(507)
    await waiting


async def test_a_request_whose_load_is_given_up_finds_no_instance(host: ModelHost) -> None:
    async with host.using("a"):
        waiting = asyncio.create_task(use(host, "b"))
        await until(lambda: "load b" in api(host).log)
        await host.close()
        with pytest.raises(NoHealthyInstance, match="i-1 is being stopped"):
            await waiting


async def test_memory_that_no_model_takes_is_not_waited_for(host: ModelHost) -> None:
    api(host).room = 0
    with pytest.raises(ModelLoadFailed, match="the container answered 507 to the load"):
        await use(host, "a")


async def test_a_failure_is_told_once_and_then_tried_again(host: ModelHost) -> None:
    api(host).room = 0
    with pytest.raises(ModelLoadFailed):
        await use(host, "a")
    api(host).room = 1
    await use(host, "a")
    assert host.loaded == 1


async def test_a_container_that_is_out_of_memory_is_helped(host: ModelHost) -> None:
    api(host).room = 2
    await use(host, "a")
    async with host.using("b") as loan:
        assert await loan.recover(507)
        assert api(host).log[-1] == "unload a"
        assert not await loan.recover(500)


async def test_a_model_that_answers_404_for_itself_is_left_alone(host: ModelHost) -> None:
    async with host.using("a") as loan:
        assert not await loan.recover(404)


async def test_a_download_for_an_instance_that_has_ended_leaves_nothing(tmp_path: Path) -> None:
    gone = tmp_path / "gone"

    async def fetch(_source: S3DataSource) -> Path:
        return tmp_path

    one = ModelHost(FakeInstance(gone), ModelFiles("s3://models/", fetch), cache=True)
    with pytest.raises(NoHealthyInstance, match="i-1 ended, and its folder with it"):
        await use(one, "a")
    assert not gone.exists()


async def test_a_container_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    async def fetch(_source: S3DataSource) -> Path:
        return tmp_path

    instance = FakeInstance(tmp_path)
    instance.base_url = "http://127.0.0.1:1"
    one = ModelHost(instance, ModelFiles("s3://models/", fetch), cache=True)
    with pytest.raises(NoHealthyInstance, match="i-1 does not load models"):
        await use(one, "a")

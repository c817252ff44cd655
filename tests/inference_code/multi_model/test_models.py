import asyncio

import pytest

from inference_code.errors import (
    InsufficientMemoryError,
    InvalidModelError,
    ModelLoadedError,
    ModelNotLoadedError,
    UnavailableError,
)
from inference_code.multi_model.models import Models
from tests.inference_code.multi_model.conftest import SourceOf, settled
from tests.inference_code.multi_model.scripted_engine import House


def names(models: Models) -> list[str]:
    return [source.name for source in models.loaded()]


async def once(models: Models, name: str) -> None:
    async with models.use(name):
        pass


async def test_loaded_model_is_there_by_its_opaque_name(models: Models, source: SourceOf) -> None:
    await models.load(source("a"))
    assert models.get("hash-a") == source("a")
    assert names(models) == ["hash-a"]


async def test_second_load_of_a_model_is_refused(models: Models, source: SourceOf) -> None:
    await models.load(source("a"))
    with pytest.raises(ModelLoadedError, match="the model 'hash-a' is loaded already"):
        await models.load(source("a"))


async def test_two_loads_at_once_are_one_load_and_one_refusal(
    models: Models, source: SourceOf, house: House
) -> None:
    both = (models.load(source("a")), models.load(source("a")))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), ModelLoadedError]
    assert house.started == ["a"]


async def test_load_goes_on_when_its_client_goes_away(
    models: Models, source: SourceOf, house: House
) -> None:
    house.loading.clear()
    loading = asyncio.create_task(models.load(source("a")))
    await settled()
    loading.cancel()
    house.loading.set()
    await settled()
    assert names(models) == ["hash-a"]


async def test_model_that_cannot_be_loaded_gives_its_memory_back(
    models: Models, source: SourceOf, house: House
) -> None:
    house.refusal = "model is corrupted"
    for _ in range(3):
        with pytest.raises(InvalidModelError, match="model is corrupted"):
            await models.load(source("c"))
    house.refusal = None
    await models.load(source("c"))


async def test_model_that_was_never_loaded_cannot_be_used(models: Models) -> None:
    with pytest.raises(ModelNotLoadedError, match="the model 'hash-a' is not loaded"):
        await once(models, "hash-a")


async def test_unloaded_model_has_given_its_memory_back(
    models: Models, source: SourceOf, house: House
) -> None:
    await models.load(source("a"))
    await models.unload("hash-a")
    assert (names(models), house.running) == ([], [])
    with pytest.raises(ModelNotLoadedError):
        await once(models, "hash-a")


async def test_model_that_is_not_loaded_cannot_be_unloaded(models: Models) -> None:
    with pytest.raises(ModelNotLoadedError, match="the model 'hash-a' is not loaded"):
        await models.unload("hash-a")


async def test_unloading_waits_for_the_running_request(
    models: Models, source: SourceOf, house: House
) -> None:
    await models.load(source("a"))
    async with models.use("hash-a"):
        unloading = asyncio.create_task(models.unload("hash-a"))
        await settled()
        assert (unloading.done(), house.running) == (False, ["a"])
    await unloading
    assert house.running == []


async def test_model_that_is_being_unloaded_takes_no_more_requests(
    models: Models, source: SourceOf
) -> None:
    await models.load(source("a"))
    async with models.use("hash-a"):
        unloading = asyncio.create_task(models.unload("hash-a"))
        late = asyncio.create_task(once(models, "hash-a"))
        await settled()
    await unloading
    with pytest.raises(ModelNotLoadedError):
        await late


async def test_least_recently_used_model_makes_room(models: Models, source: SourceOf) -> None:
    await models.load(source("a"))
    await models.load(source("b"))
    await once(models, "hash-a")
    await models.load(source("c"))
    assert names(models) == ["hash-a", "hash-c"]


async def test_model_that_made_room_comes_back_with_its_next_request(
    models: Models, source: SourceOf, house: House
) -> None:
    for name in ("a", "b", "c"):
        await models.load(source(name))
    await once(models, "hash-a")
    assert house.started == ["a", "b", "c", "a"]


async def test_requests_that_bring_a_model_back_together_load_it_once(
    models: Models, source: SourceOf, house: House
) -> None:
    for name in ("a", "b", "c"):
        await models.load(source(name))
    await asyncio.gather(*(once(models, "hash-a") for _ in range(3)))
    assert house.started == ["a", "b", "c", "a"]


async def test_model_that_made_room_can_be_loaded_again(models: Models, source: SourceOf) -> None:
    for name in ("a", "b", "c"):
        await models.load(source(name))
    await models.load(source("a"))
    assert "hash-a" in names(models)


async def test_model_that_made_room_and_is_unloaded_stays_away(
    models: Models, source: SourceOf
) -> None:
    for name in ("a", "b", "c"):
        await models.load(source(name))
    await models.unload("hash-a")
    with pytest.raises(ModelNotLoadedError):
        await once(models, "hash-a")


async def test_models_that_answer_are_not_unloaded(
    models: Models, source: SourceOf, house: House
) -> None:
    await models.load(source("a"))
    await models.load(source("b"))
    async with models.use("hash-a"), models.use("hash-b"):
        with pytest.raises(InsufficientMemoryError):
            await models.load(source("c"))
    assert house.running == ["a", "b"]


async def test_model_over_the_whole_memory_makes_nobody_leave(
    models: Models, source: SourceOf
) -> None:
    await models.load(source("a"))
    with pytest.raises(InsufficientMemoryError):
        await models.load(source("giant"))
    assert names(models) == ["hash-a"]


async def test_model_whose_engine_broke_comes_back_with_its_next_request(
    models: Models, source: SourceOf, house: House
) -> None:
    await models.load(source("a"))
    house.engines["a"].break_down()
    await settled()
    assert names(models) == []
    await once(models, "hash-a")
    assert house.started == ["a", "a"]


async def test_draining_refuses_loads_and_requests_and_waits_for_the_running_one(
    models: Models, source: SourceOf
) -> None:
    await models.load(source("a"))
    async with models.use("hash-a"):
        draining = asyncio.create_task(models.drain())
        await settled()
        assert not draining.done()
        with pytest.raises(UnavailableError, match="this server is shutting down"):
            await once(models, "hash-a")
        with pytest.raises(UnavailableError, match="this server is shutting down"):
            await models.load(source("b"))
    await draining


async def test_load_behind_another_is_refused_once_the_server_drains(
    models: Models, source: SourceOf, house: House
) -> None:
    house.loading.clear()
    house.refusal = "it is broken"
    first = asyncio.create_task(models.load(source("a")))
    await settled()
    second = asyncio.create_task(models.load(source("a")))
    await settled()
    await models.drain()
    house.loading.set()
    with pytest.raises(InvalidModelError, match="it is broken"):
        await first
    with pytest.raises(UnavailableError, match="this server is shutting down"):
        await second
    assert house.started == ["a"]


async def test_load_that_is_given_up_ends_its_engine(
    models: Models, source: SourceOf, house: House
) -> None:
    house.loading.clear()
    loading = asyncio.create_task(models.load(source("a")))
    await settled()
    await models.give_up()
    await house.engines["a"].ended()
    with pytest.raises(asyncio.CancelledError):
        await loading
    assert names(models) == []

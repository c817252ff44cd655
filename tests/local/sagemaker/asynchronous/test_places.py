from lockgate.local.sagemaker.asynchronous.places import Place, Places
from lockgate.local.sagemaker.deployment import Deployment
from tests.local.sagemaker.asynchronous.bench import Instances, configuration, deployment


def serving(**fleets: Instances) -> Deployment:
    return deployment(configuration(), **fleets)


async def borrowed(places: Places, deployment: Deployment, count: int) -> list[Place]:
    """As many places as there are, up to `count`."""
    taken = [await places.borrow(deployment, concurrency=2) for _ in range(count)]
    return [place for place in taken if place is not None]


async def test_each_instance_lends_its_places() -> None:
    taken = await borrowed(Places(), serving(primary=Instances("i-1", "i-2")), 9)
    assert sorted(place.instance.id for place in taken) == ["i-1", "i-1", "i-2", "i-2"]


async def test_a_place_can_be_lent_again() -> None:
    places, one = Places(), serving(primary=Instances("i-1"))
    (first, _) = await borrowed(places, one, 2)
    await first.held.aclose()
    assert len(await borrowed(places, one, 9)) == 1


async def test_no_instances_have_no_places() -> None:
    assert await borrowed(Places(), serving(primary=Instances()), 1) == []


async def test_a_variant_without_weight_gets_nothing_beside_the_others() -> None:
    one = serving(a=Instances("i-1"), b=Instances("i-2"))
    one.variants["b"].weight = 0
    taken = await borrowed(Places(), one, 9)
    assert {place.variant.name for place in taken} == {"a"}

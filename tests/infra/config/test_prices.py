import pytest
from pydantic import TypeAdapter

from infra.config.catalogue import instances
from infra.config.endpoints import Endpoint
from infra.config.prices import price_date, usd_per_hour
from tests.infra.config.samples import Tree, serverless_endpoint, small_endpoint

READ: TypeAdapter[Endpoint] = TypeAdapter(Endpoint)


def price_of(name: str) -> float:
    price = instances()[name].price_usd_per_hour
    assert price is not None
    return price


def read(tree: Tree) -> Endpoint:
    return READ.validate_python(tree)


def test_instances_times_their_price() -> None:
    endpoint = read(small_endpoint(instance="ml.c5.large"))
    assert usd_per_hour(endpoint, {"primary": 3}) == 3 * price_of("ml.c5.large")


def test_nothing_without_instances() -> None:
    assert usd_per_hour(read(small_endpoint()), {}) == 0


def test_shadow_is_paid_for_too() -> None:
    shadow = {"model": "small@1", "instance": "ml.c5.xlarge"}
    endpoint = read(small_endpoint(instance="ml.c5.large", shadow=shadow))
    paid = usd_per_hour(endpoint, {"primary": 1, "shadow": 1})
    assert paid == price_of("ml.c5.large") + price_of("ml.c5.xlarge")


def test_unknown_price_is_not_zero() -> None:
    unpriced = next(name for name, one in instances().items() if one.price_usd_per_hour is None)
    assert usd_per_hour(read(small_endpoint(instance=unpriced)), {"primary": 1}) is None


def test_serverless_endpoint_costs_nothing_while_nobody_asks() -> None:
    assert usd_per_hour(read(serverless_endpoint()), {}) == 0


def test_serverless_endpoint_is_paid_by_memory_and_time() -> None:
    # 500,000 seconds of 2 GB are 20 USD.
    paid = usd_per_hour(read(serverless_endpoint(memory_mb=2048)), {}, busy=1)
    assert paid == pytest.approx(20 / 500_000 * 3600)


def test_warm_containers_are_paid_for_while_nobody_asks() -> None:
    # Two of them with 2 GB, for the 730 hours of a month, are 122.46 USD.
    endpoint = read(serverless_endpoint(memory_mb=2048, provisioned_concurrency=2))
    assert usd_per_hour(endpoint, {}) == pytest.approx(122.46 / 730, rel=1e-3)


@pytest.mark.parametrize(
    ("tree", "date"),
    [(small_endpoint(instance="ml.c5.large"), "2026-09-27"), (serverless_endpoint(), "2026-02-15")],
)
def test_date_of_the_price(tree: Tree, date: str) -> None:
    assert price_date(read(tree)) == date

from typing import Any

import pytest

from infra.config.catalogue import instances
from lockgate.local.metrics.expressions import Context, value_of
from tests.infra.config.samples import Tree, serverless_endpoint, small_endpoint
from tests.infra.observability.boards import board, graphs

PER_HOUR, PER_MILLION = "USD per hour", "USD per million"


def priced(tree: Tree, title: str) -> list[Any]:
    found = [lines for name, lines in graphs(board(chat=tree)).items() if name.startswith(title)]
    return found[0] if found else []


def value(expression: str, *, period: int = 60, **metrics: float) -> float:
    """What CloudWatch would calculate for one period."""
    values = {name: {0: metric} for name, metric in metrics.items()}
    found = value_of(expression, Context(values, {}, [0], period))
    assert isinstance(found, dict)
    return found[0]


def price_of(name: str) -> float:
    price = instances()[name].price_usd_per_hour
    assert price is not None
    return price


@pytest.mark.parametrize("minutes", [1, 5, 60])
def test_two_instances_cost_twice_their_price_whatever_the_period(minutes: int) -> None:
    expression = priced(small_endpoint(), PER_HOUR)[0][0]["expression"]
    found = value(expression, m0_paid=2 * minutes, period=60 * minutes)
    assert found == pytest.approx(2 * price_of("ml.m5.large"))


def test_million_tokens_cost_what_the_instances_do_meanwhile() -> None:
    expression = priced(small_endpoint(), PER_MILLION)[0][0]["expression"]
    # A million tokens in an hour, by one instance.
    found = value(expression, m0_paid=60, m0_tokens=1_000_000, period=3600)
    assert found == pytest.approx(price_of("ml.m5.large"))


def test_serverless_container_that_answers_for_a_minute() -> None:
    expression = priced(serverless_endpoint(memory_mb=2048), PER_HOUR)[0][0]["expression"]
    assert value(expression, m0_paid=60e6, period=60) == pytest.approx(0.00004 * 3600)


def test_warm_containers_cost_while_nobody_asks() -> None:
    tree = serverless_endpoint(memory_mb=2048, provisioned_concurrency=2)
    expression = priced(tree, PER_HOUR)[0][0]["expression"]
    assert value(expression, m0_paid=0, period=300) == pytest.approx(2 * 0.0000233 * 3600)


def test_title_says_that_it_is_an_estimate_of_when_and_of_where() -> None:
    titles = [title for title in graphs(board(chat=small_endpoint())) if "USD" in title]
    basis = "estimate by list prices of us-east-1 of 2026-09-27"
    assert titles == [
        f"USD per hour: instances, {basis}",
        f"USD per million completion tokens: {basis}",
    ]


def test_instance_without_a_price_has_no_graph() -> None:
    unpriced = next(name for name, one in instances().items() if one.price_usd_per_hour is None)
    assert priced(small_endpoint(instance=unpriced), PER_HOUR) == []


def test_shadow_costs_and_is_paid_for_by_no_answer() -> None:
    tree = small_endpoint(shadow={"model": "small@1"})
    hour, million = (
        [entry[0]["label"] for entry in priced(tree, title) if len(entry) == 1]
        for title in (PER_HOUR, PER_MILLION)
    )
    assert (hour, million) == (["primary", "shadow"], ["primary"])

"""Metric math of the dashboard, calculated by the local AWS."""

import re
from typing import Any

import pytest

from lockgate.local.metrics.expressions import Context, value_of
from lockgate.local.metrics.statistics import statistic
from tests.infra.config.samples import (
    Tree,
    async_endpoint,
    multi_model_endpoint,
    serverless_endpoint,
    small_endpoint,
)
from tests.infra.observability.boards import board, graphs

TIMES = [0, 60]
DOCUMENTED = {"FILL", "PERIOD"}
KINDS = [
    small_endpoint(shadow={"model": "small@1"}, capture={"percent": 100}),
    async_endpoint(),
    serverless_endpoint(provisioned_concurrency=1),
    multi_model_endpoint(),
]


def expressions(lines: list[Any]) -> list[str]:
    return [line[0]["expression"] for line in lines if len(line) == 1]


@pytest.mark.parametrize("tree", KINDS)
def test_every_line_can_be_calculated(tree: Tree) -> None:
    for lines in graphs(board(chat=tree)).values():
        ids = [line[-1].get("id") for line in lines if len(line) > 1]
        values = {each: {0: 2.0, 60: 4.0} for each in ids if each}
        for expression in expressions(lines):
            found = value_of(expression, Context(values, {}, TIMES, 60))
            assert isinstance(found, dict)
            assert list(found) == TIMES


@pytest.mark.parametrize("tree", KINDS)
def test_every_statistic_is_one_of_cloudwatch(tree: Tree) -> None:
    for lines in graphs(board(chat=tree)).values():
        assert all(statistic(line[-1]["stat"]) for line in lines if len(line) > 1)


@pytest.mark.parametrize("tree", KINDS)
def test_functions_are_few(tree: Tree) -> None:
    used = {
        name
        for lines in graphs(board(chat=tree)).values()
        for expression in expressions(lines)
        for name in re.findall(r"[A-Z_]{2,}", expression)
    }
    assert used <= DOCUMENTED


def test_fleet_that_has_gone_costs_nothing() -> None:
    (title,) = [t for t in graphs(board(chat=async_endpoint())) if t.startswith("USD per hour")]
    (expression,) = expressions(graphs(board(chat=async_endpoint()))[title])
    found = value_of(expression, Context({"m0_paid": {0: 1.0}}, {}, TIMES, 60))
    assert isinstance(found, dict)
    assert found[60] == 0

import math
from typing import Any

import pytest

from lockgate.local.metrics.store import MetricStore, metric
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import REAL_TIME, TimeScale

SCOPE = Scope("000000000000", "eu-west-1")
LOAD = metric("Lockgate", "Load", {"b": "2", "a": "1"})
NOON = 1_800_000_000.0


@pytest.fixture
def store() -> MetricStore:
    return MetricStore(REAL_TIME, clock=lambda: NOON)


def put(store: MetricStore, *when: float) -> None:
    for one in when:
        store.add(SCOPE, LOAD, one, lambda values: values.add(1), unit="Count")


def counts(store: MetricStore, **asked: Any) -> dict[int, float]:
    span: dict[str, Any] = {"since": NOON, "until": math.inf, "period": 60} | asked
    return {start: one.count for start, one in store.read(SCOPE, LOAD, **span).items()}


def test_values_are_read_by_period(store: MetricStore) -> None:
    put(store, NOON, NOON + 59, NOON + 60, NOON + 180)
    assert counts(store) == {NOON: 2, NOON + 60: 1, NOON + 180: 1}
    assert counts(store, period=300) == {NOON: 4}
    assert counts(store, until=NOON + 60) == {NOON: 2}


def test_periods_may_begin_anywhere(store: MetricStore) -> None:
    put(store, NOON, NOON + 119, NOON + 120)
    assert counts(store, period=300, offset=120) == {NOON - 180: 2, NOON + 120: 1}


def test_dimensions_have_no_order() -> None:
    assert metric("Lockgate", "Load", {"a": "1", "b": "2"}) == LOAD


def test_periods_of_aws_are_shorter_with_a_time_scale() -> None:
    scale = TimeScale(60)
    store = MetricStore(scale)
    put(store, NOON, NOON + 0.9, NOON + 1)
    periods = store.read(SCOPE, LOAD, period=60, since=NOON, until=math.inf, time_scale=scale)
    assert {start: one.count for start, one in periods.items()} == {
        NOON * 60: 2,
        NOON * 60 + 60: 1,
    }


def test_a_metric_of_high_resolution_has_seconds(store: MetricStore) -> None:
    for second in (0, 1, 1):
        store.add(SCOPE, LOAD, NOON + second, lambda values: values.add(1), is_fine=True)
    assert counts(store, period=1) == {NOON: 1, NOON + 1: 2}


def test_other_accounts_and_regions_have_metrics_of_their_own(store: MetricStore) -> None:
    put(store, NOON)
    assert list(store.metrics(SCOPE)) == [LOAD]
    assert list(store.metrics(Scope("000000000000", "us-east-1"))) == []


def test_a_metric_without_new_values_is_no_longer_listed(store: MetricStore) -> None:
    put(store, NOON - 4 * 3600)
    assert list(store.metrics(SCOPE)) == [LOAD]
    assert list(store.metrics(SCOPE, since=NOON - 3 * 3600)) == []


def test_the_unit_is_that_of_the_first_value(store: MetricStore) -> None:
    put(store, NOON)
    assert store.unit(SCOPE, LOAD) == "Count"
    assert store.unit(SCOPE, metric("Lockgate", "Other", {})) == "None"

from datetime import UTC, datetime
from typing import Any

import pytest

from functions.metrics import aggregate as module
from functions.metrics.aggregate import MAX_MODELS, Aggregate
from functions.metrics.envelope import Place
from functions.metrics.names import OTHER_MODELS
from functions.metrics.record import Inference

from .published import sums, total, values

PLACE = Place("dev-chat", "a")


def inference(**fields: Any) -> Inference:
    return Inference(datetime(2026, 11, 22, tzinfo=UTC), **{"status": 200, **fields})


def published(*inferences: Inference) -> str:
    aggregate = Aggregate()
    aggregate.add(PLACE, 1, inferences)
    return "\n".join(aggregate.documents())


def test_variant_has_the_figures_of_all_its_models() -> None:
    out = published(
        inference(model="m", latency_ms=10.0),
        inference(model="n", latency_ms=20.0),
        inference(latency_ms=40.0),
        inference(status=500, latency_ms=80.0),
    )
    assert total(out, "Requests", *PLACE) == 4
    assert values(out, "Latency", *PLACE) == pytest.approx([10, 20, 40], rel=0.01)
    assert values(out, "Latency", *PLACE, "n") == [20]


def test_model_of_a_failure_makes_no_metric() -> None:
    out = published(inference(model="no-such-model", status=404))
    assert {dimensions for _, dimensions, _ in sums(out)} == {PLACE}


def test_model_that_is_not_known_makes_no_metric_of_its_own() -> None:
    assert {dimensions for _, dimensions, _ in sums(published(inference()))} == {PLACE}


def test_endpoint_has_a_hundred_models_and_the_others_together() -> None:
    out = published(*[inference(model=f"m{index}") for index in range(MAX_MODELS + 7)])
    assert total(out, "Requests", *PLACE, "m99") == 1
    assert total(out, "Requests", *PLACE, "m100") == 0
    assert total(out, "Requests", *PLACE, OTHER_MODELS) == 7


def test_limit_of_models_is_each_endpoints_own() -> None:
    aggregate = Aggregate()
    for endpoint in ("x", "y"):
        many = [inference(model=f"{endpoint}{index}") for index in range(MAX_MODELS)]
        aggregate.add(Place(endpoint, "a"), 1, many)
    assert not any(OTHER_MODELS in line for line in aggregate.documents())


@pytest.mark.parametrize("model", ["", " ", "modèle", "a\nb", "\x7f"])
def test_model_whose_name_no_dimension_may_have_is_among_the_others(model: str) -> None:
    assert total(published(inference(model=model)), "Requests", *PLACE, OTHER_MODELS) == 1


def test_what_is_added_bit_by_bit_is_as_if_added_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inferences = [
        inference(model=f"m{i % 3}", status=200 + 300 * (i % 5 == 0), latency_ms=float(i + 1))
        for i in range(500)
    ]
    at_once = sums(published(*inferences))
    monkeypatch.setattr(module, "MAX_WAITING", 7)
    aggregate = Aggregate()
    for each in inferences:
        aggregate.add(PLACE, 1, [each])
    assert sums("\n".join(aggregate.documents())) == pytest.approx(at_once)


def test_unparsable_lines_are_counted_for_their_endpoint() -> None:
    aggregate = Aggregate()
    aggregate.add_unparsable("dev-chat", 7, 2)
    aggregate.add_unparsable("dev-chat", 7, 1)
    aggregate.add_unparsable(None, 8, 1)
    assert sums("\n".join(aggregate.documents())) == {
        ("UnparsableRecords", ("dev-chat",), 7): 3,
        ("UnparsableRecords", (), 8): 1,
    }

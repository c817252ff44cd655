from typing import Any

from pydantic import TypeAdapter

from infra.config.endpoints import Endpoint, production_variants, shadow_variant
from infra.config.endpoints.variants import AnyEndpoint
from infra.config.references import ReleaseReference
from infra.config.scale import Scale
from tests.infra.config.samples import (
    Tree,
    async_endpoint,
    multi_model_endpoint,
    serverless_endpoint,
    small_endpoint,
)

ADAPTER: TypeAdapter[AnyEndpoint] = TypeAdapter(Endpoint)
SMALL = ReleaseReference("small", 1)


def read(tree: Tree) -> AnyEndpoint:
    return ADAPTER.validate_python(tree)


def split(**changes: Any) -> AnyEndpoint:
    second = {"model": "small@2", "weight": 0.5, "instance": "ml.c5.large", **changes}
    variants = {"a": {"model": "small@1"}, "b": second}
    return read({**small_endpoint(environment={"A": "1"}), "model": None, "variants": variants})


def test_endpoint_of_one_model_has_a_primary_variant() -> None:
    (variant,) = production_variants(read(small_endpoint(scale={"min": 2, "max": 2})))
    assert (variant.name, variant.model, variant.instance) == ("primary", SMALL, "ml.m5.large")
    assert variant.scale == Scale(min=2, max=2)


def test_serverless_variant_has_no_instance() -> None:
    (variant,) = production_variants(read(serverless_endpoint()))
    assert (variant.model, variant.instance, variant.scale) == (SMALL, None, None)


def test_async_variant_has_its_own_scale() -> None:
    (variant,) = production_variants(read(async_endpoint()))
    assert variant.scale is not None
    assert variant.scale.min == 0


def test_first_model_of_many_stands_for_the_variant() -> None:
    (variant,) = production_variants(read(multi_model_endpoint(models=["small@1", "small@2"])))
    assert variant.model == SMALL


def test_endpoint_without_a_model_has_no_variant() -> None:
    assert production_variants(read(small_endpoint(model=None))) == []


def test_variant_keeps_what_it_does_not_say() -> None:
    first, second = production_variants(split())
    assert (first.instance, second.instance) == ("ml.m5.large", "ml.c5.large")
    assert (first.weight, second.weight) == (1, 0.5)


def test_variables_of_a_variant_win_over_those_of_the_endpoint() -> None:
    _, second = production_variants(split(environment={"A": "2", "B": "3"}))
    assert second.environment == {"A": "2", "B": "3"}


def test_place_of_a_value_is_where_it_is_written() -> None:
    _, second = production_variants(split())
    assert second.where("instance") == ("variants", "b", "instance")
    assert second.where("scale") == ("scale",)


def test_shadow_gets_its_share_of_the_production_weight() -> None:
    shadow = {"model": "small@2", "percent": 20}
    variants = {"only": {"model": "small@1", "weight": 5}}
    endpoint = read({**small_endpoint(shadow=shadow), "model": None, "variants": variants})
    variant = shadow_variant(endpoint)
    assert variant is not None
    assert (variant.name, variant.weight) == ("shadow", 1)


def test_shadow_is_not_scaled() -> None:
    variant = shadow_variant(read(small_endpoint(shadow={"model": "small@2", "instances": 2})))
    assert variant is not None
    assert variant.scale == Scale(min=2, max=2)


def test_other_kinds_have_no_shadow() -> None:
    assert shadow_variant(read(serverless_endpoint())) is None

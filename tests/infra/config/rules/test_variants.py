from typing import Any

import pytest

from tests.infra.config.conftest import Broken, Found
from tests.infra.config.samples import Tree, small_endpoint

SHADOW = {"model": "small@1"}


def variants(**changes: Tree) -> Tree:
    """An endpoint of the small model as two variants."""
    both = {"a": {"model": "small@1"}, "b": {"model": "small@1"}}
    endpoint = small_endpoint(variants={**both, **changes})
    endpoint.pop("model")
    return endpoint


def test_variants_that_share_the_traffic_are_allowed(found: Found) -> None:
    assert found(variants(b={"model": "small@1", "weight": 0.1})) == []


def test_neither_model_nor_variants(broken_small: Broken) -> None:
    assert broken_small(model=None) == [
        "endpoints.chat.model  the endpoint has neither a model nor variants, and at least one has "
        "to answer; add model: MODEL@NUMBER  [RT-VAR-01]"
    ]


def test_model_and_variants(found: Found) -> None:
    assert found({**variants(), "model": "small@1"}) == [
        "model  small@1 is the endpoint's model, and its variants have models of their own; remove "
        "model, or make it one of the variants  [RT-VAR-01]"
    ]


def test_eleven_variants(found: Found) -> None:
    more = {f"c{i}": {"model": "small@1"} for i in range(9)}
    endpoint = {**variants(**more), "rollout": {"rollback": False}}
    assert found(endpoint) == [
        "variants  11 variants are more than the 10 of an endpoint; remove some, or make a second "
        "endpoint  [RT-VAR-01]"
    ]


@pytest.mark.parametrize("name", ["my_variant", "-a", "a" * 64])
def test_name_that_is_none(found: Found, name: str) -> None:
    assert found(variants(**{name: {"model": "small@1"}})) == [
        f"variants.{name}  {name!r} is no name for a variant: up to 63 letters, digits and hyphens "
        "between them; rename it  [SM-NAME-01]"
    ]


def test_weight_below_0(found: Found) -> None:
    assert found(variants(b={"model": "small@1", "weight": -1})) == [
        "variants.b.weight  a weight of -1 is no share of the traffic; set 0 for none of it, or "
        "more  [RT-VAR-02]"
    ]


def test_weights_that_are_all_0(found: Found) -> None:
    idle = {"model": "small@1", "weight": 0}
    assert found(variants(a=idle, b=idle)) == [
        "variants  every weight is 0, so no variant would get a request; give at least one a "
        "weight over 0  [RT-VAR-02]"
    ]


def test_value_of_a_variant_is_reported_where_it_stands(found: Found) -> None:
    changes: dict[str, Any] = {"model": "small@1", "instance": "ml.m5.larg"}
    assert found(variants(b=changes)) == [
        "variants.b.instance  there is no hosting instance 'ml.m5.larg'; did you mean "
        "'ml.m5.large'?  [INSTANCE]"
    ]


def test_inherited_value_is_reported_once_for_all_variants(found: Found) -> None:
    assert found({**variants(), "scale": {"min": 3, "max": 2}}) == [
        "scale.max  at most 2 instances are fewer than the at least 3; set max to 3 or more, or "
        "lower min  [AS-03]"
    ]


def test_shadow_of_two_variants(found: Found) -> None:
    assert found({**variants(), "shadow": SHADOW}) == [
        "shadow  a shadow copies the traffic of exactly one production variant, and there are 2; "
        "remove the shadow, or keep one variant  [SHADOW-01]"
    ]


def test_variant_named_as_the_shadow(found: Found) -> None:
    endpoint = small_endpoint(model=None, variants={"shadow": SHADOW}, shadow=SHADOW)
    assert found(endpoint) == [
        "variants.shadow  'shadow' is the name of the shadow variant, and names are unique within "
        "an endpoint; rename the production variant  [RT-VAR-01]"
    ]


@pytest.mark.parametrize("percent", [0, 101])
def test_share_that_no_shadow_gets(broken_small: Broken, percent: int) -> None:
    assert broken_small(shadow={**SHADOW, "percent": percent}) == [
        f"endpoints.chat.shadow.percent  {percent} % is outside the 1 to 100 % of the requests "
        "that a shadow gets; choose a share within them, or remove the shadow  [SHADOW-01]"
    ]


def test_shadow_without_an_instance(broken_small: Broken) -> None:
    assert broken_small(shadow={**SHADOW, "instances": 0}) == [
        "endpoints.chat.shadow.instances  0 instances cannot answer; a shadow has at least 1; set "
        "1 or more, or remove the shadow  [RT-VAR-03]"
    ]


def test_release_of_a_shadow_that_does_not_exist(broken_small: Broken) -> None:
    assert broken_small(shadow={"model": "small@9"}) == [
        "endpoints.chat.shadow.model  there is no small@9; small has the releases: 1  [REF]"
    ]


def test_shadow_of_a_model_on_inferentia1(broken_small: Broken) -> None:
    assert (
        "endpoints.chat.shadow  SageMaker refuses shadows where a variant runs on Inf1, as "
        "ml.inf1.xlarge does; remove the shadow, or use Inf2  [SHADOW-02]"
    ) in broken_small(instance="ml.inf1.xlarge", shadow=SHADOW)


def test_too_long_value_of_a_shadow(broken_small: Broken) -> None:
    assert broken_small(shadow={**SHADOW, "environment": {"LONG": "v" * 1025}}) == [
        "endpoints.chat.shadow.environment.LONG  the value has 1025 characters, and 1024 are "
        "allowed; shorten it  [SM-ENV-01]"
    ]

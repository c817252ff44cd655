"""The configuration of this repository."""

from typing import Any, get_args

import pytest

from infra.config.check import check
from infra.config.endpoints import production_variants, shadow_variant
from infra.config.endpoints.variants import AnyEndpoint
from infra.config.environment import Environment
from infra.config.project import load_project
from infra.config.schemas import FOLDER

ROOT = FOLDER.parent


def test_it_breaks_no_rule() -> None:
    assert [str(violation) for violation in check(ROOT)] == []


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_real_environments_run_an_8b_model(name: str) -> None:
    project = load_project(ROOT, only=[name])
    (variant,) = production_variants(project.environments[name].endpoints["chat"])
    card = project.models[variant.model.model]
    assert card.architecture.parameters > 8e9
    assert card.stand_in is not None


def test_dev_has_one_endpoint_of_each_kind() -> None:
    endpoints = load_project(ROOT, only=["dev"]).environments["dev"].endpoints
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in get_args(AnyEndpoint)}
    assert {endpoint.kind for endpoint in endpoints.values()} == kinds


def test_staging_watches_a_shadow() -> None:
    staging = load_project(ROOT, only=["staging"]).environments["staging"]
    shadow = shadow_variant(staging.endpoints["chat"])
    assert shadow is not None
    assert shadow.weight == 0.2


def test_prod_is_protected_and_redundant() -> None:
    prod = load_project(ROOT, only=["prod"]).environments["prod"]
    assert prod.protect
    (variant,) = production_variants(prod.endpoints["chat"])
    assert variant.scale is not None
    assert variant.scale.min >= 2
    assert prod.endpoints["chat"].rollout.strategy == "canary"


def test_local_is_dev_on_this_machine() -> None:
    project = load_project(ROOT, only=["dev", "local"])
    dev, local = project.environments["dev"], project.environments["local"]
    assert (local.account, local.images) == ("000000000000", "local")
    assert but_rollouts(local) == but_rollouts(dev)


def but_rollouts(environment: Environment) -> dict[str, Any]:
    """The endpoints; nobody waits on a laptop as long as on AWS."""
    return {
        name: endpoint.model_dump(exclude={"rollout"})
        for name, endpoint in environment.endpoints.items()
    }

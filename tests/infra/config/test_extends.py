from pathlib import Path

import pytest

from infra.config.endpoints import RealtimeEndpoint
from infra.config.project import load_project
from infra.config.violations import ConfigurationError
from tests.infra.config.samples import Tree, environment, project, small_endpoint, write

CHILD: Tree = {"extends": "dev", "account": "222233334444"}


def test_child_keeps_what_it_does_not_change(tmp_path: Path) -> None:
    found = project(tmp_path, environments={"dev": environment(), "child": CHILD})
    assert found.environments["child"].account == "222233334444"
    assert found.environments["child"].region == "eu-west-1"


def test_mappings_merge_at_any_depth(tmp_path: Path) -> None:
    child = {**CHILD, "endpoints": {"chat": {"scale": {"max": 3}}}}
    dev = environment(endpoints={"chat": small_endpoint(scale={"min": 2, "max": 2})})
    found = project(tmp_path, environments={"dev": dev, "child": child})
    endpoint = found.environments["child"].endpoints["chat"]
    assert isinstance(endpoint, RealtimeEndpoint)
    assert (endpoint.scale.min, endpoint.scale.max) == (2, 3)


def test_null_removes_a_key(tmp_path: Path) -> None:
    dev = environment(endpoints={"a": small_endpoint(), "b": small_endpoint()})
    child = {**CHILD, "endpoints": {"a": None}}
    found = project(tmp_path, environments={"dev": dev, "child": child})
    assert list(found.environments["child"].endpoints) == ["b"]


def test_lists_are_replaced(tmp_path: Path) -> None:
    vpc = {"id": "vpc-1", "subnets": ["subnet-1", "subnet-2"]}
    child = {**CHILD, "network": {"vpc": {"subnets": ["subnet-3"]}}}
    dev = environment(network={"vpc": vpc})
    found = project(tmp_path, environments={"dev": dev, "child": child})
    assert "subnets=['subnet-3']" in repr(found.environments["child"].network)
    assert found.documents["environments/child"].position(("network", "vpc", "subnets", "1")).line


def test_extends_reaches_over_several_files(tmp_path: Path) -> None:
    grandchild = {"extends": "child", "tags": {"a": "b"}}
    envs = {"dev": environment(), "child": CHILD, "grandchild": grandchild}
    found = project(tmp_path, environments=envs).environments["grandchild"]
    assert (found.account, found.tags) == ("222233334444", {"a": "b"})


def test_positions_point_at_the_file_that_supplied_the_value(tmp_path: Path) -> None:
    document = project(tmp_path, environments={"dev": environment(), "child": CHILD}).documents[
        "environments/child"
    ]
    assert document.position(("account",)).file == "environments/child.yaml"
    assert document.position(("endpoints", "chat", "instance")).file == "environments/dev.yaml"


@pytest.mark.parametrize(
    ("environments", "found"),
    [
        (
            {"a": {"extends": "dve"}, "dev": environment()},
            "environments/a.yaml:2  extends  there is no environment 'dve'; did you mean 'dev'?",
        ),
        (
            {"a": {"extends": "b"}, "b": {"extends": "a"}},
            "environments/b.yaml:2  extends  the environments extend each other in a circle: "
            "a -> b -> a; remove one  [EXTENDS]",
        ),
        (
            {"a": {"extends": "a"}},
            "environments/a.yaml:2  extends  the environments extend each other in a circle: "
            "a -> a; remove one",
        ),
        (
            {"a": {"extends": ["dev"]}},
            "environments/a.yaml:2  extends  ['dev'] is not the name of an environment; write "
            "`extends: dev`",
        ),
    ],
)
def test_extends_that_leads_nowhere(
    tmp_path: Path, environments: dict[str, Tree], found: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_project(write(tmp_path, environments=environments))
    assert found in str(caught.value)


def test_wrong_value_from_a_parent_is_reported_once(tmp_path: Path) -> None:
    envs = {"dev": environment(account=5), "child": {"extends": "dev"}}
    with pytest.raises(ConfigurationError) as caught:
        load_project(write(tmp_path, environments=envs))
    assert [str(v) for v in caught.value.violations] == [
        "environments/dev.yaml:2  account  5 is not a text; write it in quotes  [VALUE]"
    ]

from pathlib import Path
from typing import Any

import pytest

from infra.config.project import load_project
from infra.config.violations import ConfigurationError
from tests.infra.config.samples import environment, small_card, small_endpoint, small_release, write


def refused(root: Path, **changes: Any) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_project(write(root, environments={"dev": environment(**changes)}))
    return [f"{v.path}  {v.message}  [{v.rule}]" for v in caught.value.violations]


def test_unknown_key_names_the_nearest_known_one(tmp_path: Path) -> None:
    assert refused(tmp_path, imagse="local") == [
        "imagse  unknown key 'imagse'; did you mean 'images'?  [KEY]"
    ]


def test_unknown_key_deep_inside(tmp_path: Path) -> None:
    endpoint = small_endpoint(scale={"mx": 2})
    assert refused(tmp_path, endpoints={"chat": endpoint}) == [
        "endpoints.chat.scale.mx  unknown key 'mx'; did you mean 'max'?  [KEY]"
    ]


def test_unknown_key_unlike_any_lists_the_known_ones(tmp_path: Path) -> None:
    (found,) = refused(tmp_path, logs={"zzz": 1})
    assert found == "logs.zzz  unknown key 'zzz'; known are: retention_days  [KEY]"


def test_unknown_key_in_one_of_several_forms(tmp_path: Path) -> None:
    vpc = {"id": "vpc-1", "subnets": [], "security_group": []}
    assert refused(tmp_path, network={"vpc": vpc}) == [
        "network.vpc.security_group  unknown key 'security_group'; did you mean "
        "'security_groups'?  [KEY]"
    ]


def test_missing_key(tmp_path: Path) -> None:
    assert refused(tmp_path, endpoints={"chat": {"kind": "realtime", "model": "small@1"}}) == [
        "endpoints.chat.instance  the key 'instance' is missing; add it  [KEY]"
    ]


def test_key_of_another_kind_says_what_to_use_instead(tmp_path: Path) -> None:
    endpoint = {"kind": "serverless", "model": "small@1", "memory_mb": 2048, "instance": "x"}
    assert refused(tmp_path, endpoints={"chat": endpoint}) == [
        "endpoints.chat.instance  a serverless endpoint has no instances; say memory_mb, or use "
        "kind: realtime  [SLS-06]"
    ]


def test_inner_key_of_another_kind_says_what_to_use_instead(tmp_path: Path) -> None:
    endpoint = small_endpoint(scale={"backlog_per_instance": 2})
    assert refused(tmp_path, endpoints={"chat": endpoint}) == [
        "endpoints.chat.scale.backlog_per_instance  a real-time endpoint has no queue, and so no "
        "backlog; say concurrent_requests_per_instance, or use kind: async  [AS-02]"
    ]


def test_unknown_key_is_compared_with_those_of_its_kind(tmp_path: Path) -> None:
    endpoint = {"kind": "serverless", "model": "small@1", "memory_mb": 2048, "max_concurency": 2}
    assert refused(tmp_path, endpoints={"chat": endpoint}) == [
        "endpoints.chat.max_concurency  unknown key 'max_concurency'; did you mean "
        "'max_concurrency'?  [KEY]"
    ]


def test_unknown_key_of_a_variant(tmp_path: Path) -> None:
    endpoint = small_endpoint(variants={"a": {"model": "small@1", "wieght": 1}})
    assert refused(tmp_path, endpoints={"chat": endpoint}) == [
        "endpoints.chat.variants.a.wieght  unknown key 'wieght'; did you mean 'weight'?  [KEY]"
    ]


def test_unknown_key_of_one_form_of_topics(tmp_path: Path) -> None:
    endpoint = small_endpoint(kind="async", notifications={"topics": {"sucess": "x"}})
    assert refused(tmp_path, endpoints={"chat": endpoint}) == [
        "endpoints.chat.notifications.topics.sucess  unknown key 'sucess'; did you mean "
        "'success'?  [KEY]"
    ]


def test_unknown_kind_names_the_nearest(tmp_path: Path) -> None:
    assert refused(tmp_path, endpoints={"chat": small_endpoint(kind="real-time")}) == [
        "endpoints.chat.kind  'real-time' is no kind of endpoint; did you mean 'realtime'?  [VALUE]"
    ]


def test_unknown_kind_unlike_any_lists_them(tmp_path: Path) -> None:
    assert refused(tmp_path, endpoints={"chat": small_endpoint(kind="batch")}) == [
        "endpoints.chat.kind  'batch' is no kind of endpoint; known are: async, inferentia, "
        "multi-model, realtime, serverless  [VALUE]"
    ]


def test_missing_kind(tmp_path: Path) -> None:
    assert refused(tmp_path, endpoints={"chat": {"model": "small@1"}}) == [
        "endpoints.chat.kind  the key 'kind' is missing; add it  [KEY]"
    ]


def test_kind_that_is_no_text(tmp_path: Path) -> None:
    assert refused(tmp_path, endpoints={"chat": small_endpoint(kind=["async"])}) == [
        "endpoints.chat.kind  a list is no kind of endpoint; did you mean 'async'?  [VALUE]"
    ]


def test_inherited_key_of_another_kind_can_be_removed_where_the_kind_changes(
    tmp_path: Path,
) -> None:
    parent = environment(endpoints={"chat": small_endpoint()})
    changed = {"kind": "serverless", "memory_mb": 2048}
    child = {"extends": "base", "endpoints": {"chat": changed}}
    with pytest.raises(ConfigurationError) as caught:
        load_project(write(tmp_path, environments={"base": parent, "dev": child}))
    (violation,) = caught.value.violations
    assert violation.file == "environments/base.yaml"
    assert violation.message == (
        "a serverless endpoint has no instances; say memory_mb, or use kind: realtime, or remove "
        "it for this one with `instance: null` in environments/dev.yaml"
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"region": 5}, "region  5 is not a text; write it in quotes"),
        ({"protect": "yes"}, "protect  'yes' is not true or false"),
        ({"tags": ["a"]}, "tags  a list is not a mapping of keys to values"),
        ({"logs": 5}, "logs  5 is not a mapping of keys to values"),
        ({"logs": {"retention_days": "7"}}, "logs.retention_days  '7' is not a whole number"),
        ({"logs": {"retention_days": 1.5}}, "logs.retention_days  1.5 is not a whole number"),
        ({"logs": {"retention_days": None}}, "logs.retention_days  null is not a whole number"),
        ({"images": "dcoker"}, "images  'dcoker' is not one of 'codebuild', 'docker', 'local'"),
        ({"account": "123"}, "account  '123' does not match ^[0-9]{12}$"),
        (
            {"network": {"vpc": "some"}},
            "network.vpc  'some' is not a network; write none, "
            "{id: vpc-..., subnets: [...]} or {create: {...}}",
        ),
        (
            {"network": {"vpc": {"id": "vpc-1", "subnets": "subnet-1"}}},
            "network.vpc.subnets  'subnet-1' is not a list",
        ),
    ],
)
def test_wrong_type(tmp_path: Path, changes: dict[str, Any], found: str) -> None:
    assert refused(tmp_path, **changes) == [f"{found}  [VALUE]"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (
            {"startup_timeout": "10 min"},
            "startup_timeout  '10 min' is not a duration; write a whole number and a unit, as in "
            "10m",
        ),
        (
            {"model": "small"},
            "model  'small' does not name a release; write MODEL@NUMBER, as in qwen3-8b@1",
        ),
        (
            {"kind": "async", "notifications": {"topics": "creat"}},
            "notifications.topics  'creat' names no topics; write create, or {success: ARN, error: "
            "ARN}",
        ),
        (
            {"kind": "async", "notifications": {"topics": None}},
            "notifications.topics  null names no topics; write create, or {success: ARN, error: "
            "ARN}",
        ),
        ({"instance": ["ml.m5.large"]}, "instance  a list is not a text"),
        (
            {"kind": "async", "model": None},
            "model  null does not name a release; write MODEL@NUMBER, as in qwen3-8b@1",
        ),
        ({"environment": {"A": 1}}, "environment.A  1 is not a text; write it in quotes"),
    ],
)
def test_wrong_value_in_an_endpoint(tmp_path: Path, changes: dict[str, Any], found: str) -> None:
    endpoint = small_endpoint(**changes)
    assert refused(tmp_path, endpoints={"chat": endpoint}) == [f"endpoints.chat.{found}  [VALUE]"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"source": "ftp://x"}, "releases.1.source  'ftp://x' is not a source; write pypi:PACKAGE"),
        ({"container": 5}, "releases.1.container  5 is not a text; write it in quotes"),
        (
            {"container": {"manged": "vllm"}},
            "releases.1.container.manged  unknown key 'manged'; did you mean 'managed'?",
        ),
        ({"sha256": "abc"}, "releases.1.sha256  'abc' does not match ^[0-9a-f]{64}$"),
    ],
)
def test_wrong_value_in_a_model_card(tmp_path: Path, changes: dict[str, Any], found: str) -> None:
    card = small_card(releases={"1": small_release(**changes)})
    with pytest.raises(ConfigurationError) as caught:
        load_project(write(tmp_path, models={"small": card}))
    assert found in str(caught.value)


def test_every_wrong_value_of_every_file_is_found(tmp_path: Path) -> None:
    envs = {"a": environment(region=1, account=2), "b": environment(protect=3)}
    with pytest.raises(ConfigurationError) as caught:
        load_project(write(tmp_path, environments=envs))
    assert [(v.file, v.path) for v in caught.value.violations] == [
        ("environments/a.yaml", "account"),
        ("environments/a.yaml", "region"),
        ("environments/b.yaml", "protect"),
    ]

from typing import Any

import pytest

from tests.infra.config.conftest import Broken, Found
from tests.infra.config.samples import serverless_endpoint, small_card, small_release


def test_smallest_serverless_endpoint_is_allowed(found: Found) -> None:
    assert found(serverless_endpoint()) == []


def test_warm_containers_within_the_concurrency_are_allowed(found: Found) -> None:
    assert found(serverless_endpoint(max_concurrency=200, provisioned_concurrency=200)) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"memory_mb": 2000},
            "memory_mb  2000 MB is not a size of a serverless container: 1024, 2048, 3072, 4096, "
            "5120, 6144; write 2048  [SLS-01]",
        ),
        (
            {"memory_mb": 8192},
            "memory_mb  8192 MB is not a size of a serverless container: 1024, 2048, 3072, 4096, "
            "5120, 6144; write 6144  [SLS-01]",
        ),
        (
            {"max_concurrency": 201},
            "max_concurrency  a concurrency of 201 is outside 1 to 200; choose a number within "
            "them, or use kind: realtime  [SLS-01]",
        ),
        (
            {"provisioned_concurrency": 0},
            "provisioned_concurrency  a concurrency of 0 is outside 1 to 200; choose a number "
            "within them, or use kind: realtime  [SLS-01]",
        ),
        (
            {"provisioned_concurrency": 201},
            "provisioned_concurrency  a concurrency of 201 is outside 1 to 200; choose a number "
            "within them, or use kind: realtime  [SLS-01]",
        ),
        (
            {"memory_mb": 512},
            "memory_mb  512 MB is not a size of a serverless container: 1024, 2048, 3072, 4096, "
            "5120, 6144; write 1024  [SLS-01]",
        ),
        (
            {"provisioned_concurrency": 6},
            "provisioned_concurrency  6 containers kept warm are more than the 5 of "
            "max_concurrency; set 5 or less, or raise max_concurrency  [SLS-01]",
        ),
        (
            {"alarms": {"p99_latency": "60s"}},
            "alarms.p99_latency  no serverless invocation lasts 1m: SageMaker ends them after 60s, "
            "so the alarm would never fire; choose less than 60s  [SLS-02]",
        ),
        (
            {"rollout": {"strategy": "canary", "percent": 10}},
            "rollout.strategy  a serverless endpoint has no fleet to divide, so no canary rollout; "
            "choose all_at_once, or kind: realtime  [GRD-06]",
        ),
    ],
)
def test_endpoint_that_breaks_a_rule(found: Found, changes: dict[str, Any], message: str) -> None:
    assert found(serverless_endpoint(**changes)) == [message]


def test_model_beyond_the_storage(found: Found) -> None:
    card = small_card(releases={"1": small_release(size_gb=5.5)})
    assert found(serverless_endpoint(), models={"small": card}) == [
        "model  small@1 has 5.5 GB, and a serverless container has 5 GB of storage; use a smaller "
        "release, or kind: realtime or async  [SLS-02]"
    ]


def test_environment_with_a_vpc(found: Found) -> None:
    network = {"vpc": {"create": {"max_azs": 2, "nat_gateways": 1}}}
    assert found(serverless_endpoint(), network=network) == [
        "kind  a serverless endpoint cannot be in a VPC, and the environment's network has one; "
        "use kind: realtime, or an environment with network: {vpc: none}  [SLS-03]"
    ]


def test_image_for_gpus(found: Found) -> None:
    assert (
        "model  vllm 0.30.0, the image of large@1, is built for gpu, and serverless has CPUs only; "
        "use a release with another container, or kind: realtime  [SLS-03]"
    ) in found(serverless_endpoint(model="large@1"))


@pytest.mark.parametrize(("key", "refused"), [("small/", True), ("small.tar.gz", False)])
def test_artifact_that_is_no_archive(found: Found, key: str, refused: bool) -> None:
    remote = small_release(source=f"s3://bucket/{key}")
    card = small_card(releases={"1": small_release(), "2": remote})
    message = (
        "model  a serverless endpoint takes one .tar.gz, and small@2 comes from "
        f"s3://bucket/{key}; pack it as .tar.gz in a new release, or use kind: realtime  [SLS-04]"
    )
    endpoint = serverless_endpoint(model="small@2")
    assert found(endpoint, models={"small": card}) == ([message] if refused else [])


def test_more_concurrency_than_a_region_gives(broken: Broken) -> None:
    endpoints = {name: serverless_endpoint(max_concurrency=200) for name in "abc"}
    assert broken(endpoints=endpoints) == [
        "endpoints  600 serverless requests at once are more than the 500 that a region may give "
        "an account; ask for a higher quota, or use fewer  [SLS-08]"
    ]


def test_more_endpoints_than_a_region_gives(broken: Broken) -> None:
    endpoints = {f"e{number}": serverless_endpoint(max_concurrency=1) for number in range(51)}
    assert broken(endpoints=endpoints) == [
        "endpoints  51 serverless endpoints are more than the 50 that a region may give an "
        "account; ask for a higher quota, or use fewer  [SLS-08]"
    ]


@pytest.mark.parametrize(
    ("tokens", "fix"), [(8192 * 10, "set memory_mb to 3072"), (8192 * 40, "use kind: realtime")]
)
def test_model_beyond_the_memory(found: Found, tokens: int, fix: str) -> None:
    settings = {"context_length": 8192, "parallel_requests": tokens // 8192}
    card = small_card(releases={"1": small_release(settings=settings)})
    (message,) = found(serverless_endpoint(memory_mb=1024), models={"small": card})
    assert message.startswith("memory_mb  a container of 1024 MB is too small; small@1 needs ")
    assert f"; {fix}" in message

import pytest

from infra.observability.slo_objectives import Objective, objectives
from tests.infra.config.samples import Tree, async_endpoint, serverless_endpoint, small_endpoint
from tests.infra.observability.conftest import endpoint


def told(tree: Tree) -> list[Objective]:
    return objectives(endpoint(tree), is_managed=False)


def test_endpoint_without_objectives() -> None:
    assert told(small_endpoint()) == []


def test_order_is_that_of_the_keys() -> None:
    slo = {"error_rate": "1%", "latency_p99": "10s", "ttft_p95": "1s"}
    names = [each.name for each in told(small_endpoint(slo=slo))]
    assert names == ["ttft_p95", "latency_p99", "error_rate"]


@pytest.mark.parametrize(
    ("key", "metric", "budget"),
    [
        ("ttft_p95", "TimeToFirstToken", 5),
        ("ttft_p99", "TimeToFirstToken", 1),
        ("latency_p95", "Latency", 5),
        ("latency_p99", "Latency", 1),
    ],
)
def test_percentile_is_the_rest_of_the_budget(key: str, metric: str, budget: float) -> None:
    (found,) = told(small_endpoint(slo={key: "2s"}))
    assert found.budget == budget
    assert {(n.namespace, n.metric) for n in found.numbers} == {("Lockgate", metric)}
    assert found.numbers[0].statistic == "PR(:2000)"  # milliseconds


@pytest.mark.parametrize(
    ("tree", "metrics"),
    [
        (small_endpoint(), {"Invocation5XXErrors", "Invocations"}),
        (serverless_endpoint(), {"Invocation5XXErrors", "Invocations"}),
        (async_endpoint(), {"InvocationFailures", "InvocationsProcessed"}),
    ],
)
def test_errors_are_those_that_sagemaker_counts(tree: Tree, metrics: set[str]) -> None:
    (found,) = told({**tree, "slo": {"error_rate": "0.5%"}})
    assert {n.metric for n in found.numbers} == metrics
    assert {n.namespace for n in found.numbers} == {"AWS/SageMaker"}
    assert found.budget == 0.5


@pytest.mark.parametrize("tree", [small_endpoint(), async_endpoint()])
def test_few_errors_are_none(tree: Tree) -> None:
    (found,) = told({**tree, "slo": {"error_rate": "1%"}})
    assert found.lasting == f"IF(errors > 2.5, {found.bad}, 0)"


def test_latency_in_an_image_of_aws_is_what_sagemaker_measures() -> None:
    tree = small_endpoint(slo={"latency_p99": "2s"})
    (found,) = objectives(endpoint(tree), is_managed=True)
    good, requests = found.numbers
    assert (good.namespace, good.metric) == ("AWS/SageMaker", "ModelLatency")
    assert good.statistic == "PR(:2000000)"  # microseconds
    assert (requests.metric, requests.statistic) == ("ModelLatency", "SampleCount")

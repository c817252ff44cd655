import pytest

from tests.infra.config.samples import (
    Tree,
    async_endpoint,
    large_endpoint,
    multi_model_endpoint,
    neuron_endpoint,
    serverless_endpoint,
    small_endpoint,
)
from tests.infra.observability.boards import board, graphs, metrics

GPU = {"GPUUtilization", "GPUMemoryUtilization"}
UTILIZATION = {"CPUUtilization", "MemoryUtilization", "DiskUtilization"}
ERRORS = {"Invocation4XXErrors", "Invocation5XXErrors"}
ANSWERING = {"Invocations", "OverheadLatency"}
QUEUE = {"ApproximateBacklogSize", "InvocationsProcessed", "InvocationFailures", "TimeInBacklog"}
STARTS = {"ModelSetupTime", "ServerlessConcurrentExecutionsUtilization"}
LOADING = {"ModelCacheHit", "LoadedModelCount", "ModelLoadingTime", "ModelUnloadingTime"}


@pytest.mark.parametrize(
    ("tree", "has", "lacks"),
    [
        (small_endpoint(), ANSWERING | UTILIZATION | ERRORS, QUEUE | STARTS | LOADING | GPU),
        (large_endpoint(), ANSWERING | UTILIZATION | GPU, QUEUE | STARTS | LOADING),
        (neuron_endpoint(), ANSWERING | UTILIZATION, QUEUE | STARTS | LOADING | GPU),
        (async_endpoint(), QUEUE | UTILIZATION | ERRORS, ANSWERING | STARTS | LOADING | GPU),
        (serverless_endpoint(), ANSWERING | STARTS | ERRORS, QUEUE | LOADING | {"CPUUtilization"}),
        (multi_model_endpoint(), ANSWERING | LOADING | UTILIZATION, QUEUE | STARTS | GPU),
    ],
)
def test_each_kind_shows_what_it_publishes(tree: Tree, has: set[str], lacks: set[str]) -> None:
    shown = metrics(board(chat=tree))
    assert has <= shown
    assert not lacks & shown


@pytest.mark.parametrize("warm", [None, 1])
def test_warm_containers_are_shown_where_there_are_any(warm: int | None) -> None:
    tree = serverless_endpoint() if warm is None else serverless_endpoint(
        provisioned_concurrency=warm
    )  # fmt: skip
    shown = "ServerlessProvisionedConcurrencyUtilization" in metrics(board(chat=tree))
    assert shown == (warm is not None)


def test_backlog_is_of_the_endpoint_as_a_whole() -> None:
    backlog = graphs(board(chat=async_endpoint()))["Backlog"][0]
    assert backlog[:4] == ["AWS/SageMaker", "ApproximateBacklogSize", "EndpointName", "dev-chat"]
    assert len(backlog) == 5


def test_instances_are_counted_by_what_each_publishes_in_a_minute() -> None:
    count, samples, *_ = graphs(board(chat=small_endpoint()))["Instances and requests at once"]
    assert count[0]["expression"] == "FILL(m0_samples, 0) * 60 / PERIOD(m0_samples)"
    assert samples[:2] == ["/aws/sagemaker/Endpoints", "MemoryUtilization"]
    assert samples[-1]["stat"] == "SampleCount"

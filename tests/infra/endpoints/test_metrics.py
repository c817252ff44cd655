import pytest

from infra.endpoints.async_metrics import AsyncMetrics
from infra.endpoints.metrics import VariantMetrics
from infra.endpoints.multi_model_metrics import MultiModelMetrics
from infra.endpoints.realtime import RealtimeVariant
from infra.endpoints.serverless_metrics import ServerlessMetrics

RUNTIME = "AWS/SageMaker"
INSTANCES = "/aws/sagemaker/Endpoints"
OF_ENDPOINT = {"EndpointName": "dev-chat"}
OF_VARIANT = {**OF_ENDPOINT, "VariantName": "primary"}


def shown(metrics: VariantMetrics, method: str) -> tuple[str, str, object]:
    """What a metric's method names: its name, namespace and dimensions."""
    metrics.endpoint_name, metrics.variant = "dev-chat", "primary"
    metric = getattr(metrics, method)()
    return metric.metric_name, metric.namespace, metric.dimensions


@pytest.mark.parametrize(
    ("method", "name", "namespace"),
    [
        ("metric_invocations", "Invocations", RUNTIME),
        ("metric_invocations_per_instance", "InvocationsPerInstance", RUNTIME),
        ("metric_4xx_errors", "Invocation4XXErrors", RUNTIME),
        ("metric_5xx_errors", "Invocation5XXErrors", RUNTIME),
        ("metric_model_latency", "ModelLatency", RUNTIME),
        ("metric_overhead_latency", "OverheadLatency", RUNTIME),
        ("metric_concurrent_requests", "ConcurrentRequestsPerModel", RUNTIME),
        ("metric_cpu_utilization", "CPUUtilization", INSTANCES),
        ("metric_memory_utilization", "MemoryUtilization", INSTANCES),
        ("metric_disk_utilization", "DiskUtilization", INSTANCES),
        ("metric_gpu_utilization", "GPUUtilization", INSTANCES),
        ("metric_gpu_memory_utilization", "GPUMemoryUtilization", INSTANCES),
    ],
)
def test_metric_of_a_realtime_variant_is_the_one_that_sagemaker_publishes(
    method: str, name: str, namespace: str
) -> None:
    metric = getattr(RealtimeVariant("dev-chat", "primary"), method)()
    assert (metric.metric_name, metric.namespace) == (name, namespace)
    assert metric.dimensions == OF_VARIANT


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("metric_backlog_size", "ApproximateBacklogSize"),
        ("metric_backlog_size_per_instance", "ApproximateBacklogSizePerInstance"),
        ("metric_age_of_oldest_request", "ApproximateAgeOfOldestRequest"),
        ("metric_has_backlog_without_capacity", "HasBacklogWithoutCapacity"),
    ],
)
def test_metric_of_a_queue_is_by_endpoint_alone(method: str, name: str) -> None:
    assert shown(AsyncMetrics(), method) == (name, RUNTIME, OF_ENDPOINT)


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("metric_invocations_processed", "InvocationsProcessed"),
        ("metric_invocation_failures", "InvocationFailures"),
        ("metric_expired_requests", "ExpiredRequests"),
        ("metric_notification_failures", "NotificationFailures"),
        ("metric_time_in_backlog", "TimeInBacklog"),
        ("metric_total_processing_time", "TotalProcessingTime"),
    ],
)
def test_metric_of_queued_requests_is_by_variant(method: str, name: str) -> None:
    assert shown(AsyncMetrics(), method) == (name, RUNTIME, OF_VARIANT)


@pytest.mark.parametrize(
    "method", ["metric_invocations", "metric_overhead_latency", "metric_invocations_per_instance"]
)
def test_async_endpoint_has_no_metric_that_is_not_published_for_it(method: str) -> None:
    assert not hasattr(AsyncMetrics, method)


@pytest.mark.parametrize(
    ("method", "name", "namespace"),
    [
        ("metric_model_setup_time", "ModelSetupTime", RUNTIME),
        ("metric_memory_utilization", "MemoryUtilization", INSTANCES),
        (
            "metric_concurrent_executions_utilization",
            "ServerlessConcurrentExecutionsUtilization",
            RUNTIME,
        ),
        (
            "metric_provisioned_concurrency_utilization",
            "ServerlessProvisionedConcurrencyUtilization",
            RUNTIME,
        ),
        (
            "metric_provisioned_concurrency_spillover",
            "ServerlessProvisionedConcurrencySpilloverInvocations",
            RUNTIME,
        ),
    ],
)
def test_metric_of_a_serverless_endpoint_is_the_one_that_sagemaker_publishes(
    method: str, name: str, namespace: str
) -> None:
    assert shown(ServerlessMetrics(), method) == (name, namespace, OF_VARIANT)


@pytest.mark.parametrize(
    ("method", "name", "namespace"),
    [
        ("metric_model_loading_wait_time", "ModelLoadingWaitTime", RUNTIME),
        ("metric_model_downloading_time", "ModelDownloadingTime", RUNTIME),
        ("metric_model_loading_time", "ModelLoadingTime", RUNTIME),
        ("metric_model_unloading_time", "ModelUnloadingTime", RUNTIME),
        ("metric_model_cache_hit", "ModelCacheHit", RUNTIME),
        ("metric_loaded_model_count", "LoadedModelCount", INSTANCES),
    ],
)
def test_metric_of_a_multi_model_endpoint_is_the_one_that_sagemaker_publishes(
    method: str, name: str, namespace: str
) -> None:
    assert shown(MultiModelMetrics(), method) == (name, namespace, OF_VARIANT)

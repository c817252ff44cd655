import pytest

from infra.endpoints.realtime import RealtimeVariant


@pytest.fixture
def metrics() -> RealtimeVariant:
    return RealtimeVariant("dev-chat", "primary")


@pytest.mark.parametrize(
    ("method", "name", "namespace"),
    [
        ("metric_invocations", "Invocations", "AWS/SageMaker"),
        ("metric_invocations_per_instance", "InvocationsPerInstance", "AWS/SageMaker"),
        ("metric_4xx_errors", "Invocation4XXErrors", "AWS/SageMaker"),
        ("metric_5xx_errors", "Invocation5XXErrors", "AWS/SageMaker"),
        ("metric_model_latency", "ModelLatency", "AWS/SageMaker"),
        ("metric_overhead_latency", "OverheadLatency", "AWS/SageMaker"),
        ("metric_concurrent_requests", "ConcurrentRequestsPerModel", "AWS/SageMaker"),
        ("metric_cpu_utilization", "CPUUtilization", "/aws/sagemaker/Endpoints"),
        ("metric_gpu_memory_utilization", "GPUMemoryUtilization", "/aws/sagemaker/Endpoints"),
    ],
)
def test_metric_is_the_one_that_sagemaker_publishes(
    metrics: RealtimeVariant, method: str, name: str, namespace: str
) -> None:
    metric = getattr(metrics, method)()
    assert (metric.metric_name, metric.namespace) == (name, namespace)
    assert metric.dimensions == {"EndpointName": "dev-chat", "VariantName": "primary"}

"""Graphs of how an endpoint runs: what SageMaker itself publishes, and no kind what it has not.

Sources: see `infra/endpoints/metrics.py` and its neighbours, one for each kind.
"""

from collections.abc import Iterator

from infra.config.endpoints import (
    AsyncEndpoint,
    MultiModelEndpoint,
    ServerlessEndpoint,
)
from infra.observability.dashboard_subject import Subject
from infra.observability.widgets import Line, Math

Graph = tuple[str, str, list[Line]]
"""A title, what the left axis is called, and lines."""
MICROSECONDS = "µs"
SECONDS_PER_SAMPLE = 60
"""SageMaker publishes utilization once a minute for each instance, unless MetricsConfig says so."""


def operations(subject: Subject) -> Iterator[Graph]:
    """The graphs that the kind of a variant's endpoint has."""
    match subject.settings:
        case AsyncEndpoint():
            yield from _async(subject)
        case ServerlessEndpoint():
            yield _requests(subject)
            yield _latency(subject)
            yield from _serverless(subject)
        case _:
            yield _requests(subject)
            yield _latency(subject)
            yield _load(subject)
            yield _utilization(subject)
    if isinstance(subject.settings, MultiModelEndpoint):
        yield from _models(subject)


def running_instances(subject: Subject, label: str = "instances") -> Math:
    """Instances of a variant, counted by what they publish: SageMaker has no metric of them."""
    samples = subject.instances("MemoryUtilization", "SampleCount", "samples")
    expression = f"FILL({{samples}}, 0) * {SECONDS_PER_SAMPLE} / PERIOD({{samples}})"
    return Math(expression, {"samples": samples}, label)


def _requests(subject: Subject) -> Graph:
    return (
        "Requests",
        "",
        [
            subject.sagemaker("Invocations", "Sum", "requests"),
            subject.sagemaker("Invocation4XXErrors", "Sum", "4xx"),
            subject.sagemaker("Invocation5XXErrors", "Sum", "5xx"),
        ],
    )


def _latency(subject: Subject) -> Graph:
    return (
        "Model and overhead latency",
        MICROSECONDS,
        [
            *[subject.sagemaker("ModelLatency", p, f"model {p}") for p in ("p50", "p95", "p99")],
            subject.sagemaker("OverheadLatency", "p99", "overhead p99"),
        ],
    )


def _load(subject: Subject) -> Graph:
    return (
        "Instances and requests at once",
        "",
        [
            running_instances(subject),
            subject.sagemaker("ConcurrentRequestsPerModel", "Maximum", "requests at once, most"),
            subject.sagemaker("InvocationsPerInstance", "Sum", "requests per instance", right=True),
        ],
    )


def _utilization(subject: Subject) -> Graph:
    names = {"CPU": "CPUUtilization", "memory": "MemoryUtilization", "disk": "DiskUtilization"}
    if subject.has_gpu:
        names |= {"GPU": "GPUUtilization", "GPU memory": "GPUMemoryUtilization"}
    lines = [subject.instances(name, "Average", label) for label, name in names.items()]
    return "Utilization (CPU and GPU: 100 % for each)", "%", [*lines]


def _async(subject: Subject) -> Iterator[Graph]:
    yield (
        "Requests",
        "",
        [
            subject.sagemaker("InvocationsProcessed", "Sum", "processed"),
            subject.sagemaker("InvocationFailures", "Sum", "failed"),
            subject.sagemaker("ExpiredRequests", "Sum", "expired"),
            subject.sagemaker("Invocation4XXErrors", "Sum", "4xx"),
            subject.sagemaker("Invocation5XXErrors", "Sum", "5xx"),
        ],
    )
    yield (
        "Backlog",
        "",
        [
            subject.of_endpoint("ApproximateBacklogSize", "Average", "requests"),
            subject.of_endpoint("ApproximateBacklogSizePerInstance", "Average", "per instance"),
            running_instances(subject),
            subject.of_endpoint("ApproximateAgeOfOldestRequest", "Maximum", "oldest", right=True),
        ],
    )
    yield (
        "Waiting and processing",
        "ms",
        [
            subject.sagemaker("TimeInBacklog", "p99", "in backlog p99"),
            subject.sagemaker("TotalProcessingTime", "p50", "until stored p50"),
            subject.sagemaker("TotalProcessingTime", "p99", "until stored p99"),
        ],
    )
    yield _utilization(subject)


def _serverless(subject: Subject) -> Iterator[Graph]:
    yield (
        "Cold starts",
        "",
        [
            subject.sagemaker("ModelSetupTime", "SampleCount", "starts"),
            subject.sagemaker("ModelSetupTime", "p99", "start p99", right=True),
        ],
    )
    warm = [
        subject.sagemaker("ServerlessProvisionedConcurrencyUtilization", "Maximum", "warm in use"),
        subject.sagemaker(
            "ServerlessProvisionedConcurrencySpilloverInvocations", "Sum", "not warm", right=True
        ),
    ]
    used = subject.sagemaker("ServerlessConcurrentExecutionsUtilization", "Maximum", "in use")
    settings = subject.settings
    has_warm = isinstance(settings, ServerlessEndpoint) and settings.provisioned_concurrency
    yield "Concurrency (1 is all of it)", "", [used, *(warm if has_warm else [])]
    yield "Memory", "%", [subject.instances("MemoryUtilization", "Average", "memory")]


def _models(subject: Subject) -> Iterator[Graph]:
    yield (
        "Models in memory",
        "",
        [
            subject.instances("LoadedModelCount", "Maximum", "loaded"),
            subject.sagemaker("ModelCacheHit", "Average", "requests that found theirs", right=True),
        ],
    )
    names = {"wait": "ModelLoadingWaitTime", "download": "ModelDownloadingTime"}
    names |= {"load": "ModelLoadingTime", "unload": "ModelUnloadingTime"}
    lines = [subject.sagemaker(name, "p99", f"{label} p99") for label, name in names.items()]
    yield "Loading of models", MICROSECONDS, [*lines]

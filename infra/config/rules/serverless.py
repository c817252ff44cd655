"""Rules for serverless endpoints: their sizes, and what SageMaker does not support on them."""

from collections.abc import Iterator

from infra.config.endpoints import ServerlessEndpoint
from infra.config.rules.ranges import outside
from infra.config.rules.subjects import EndpointSubject, EnvironmentSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject
from infra.config.rules.volumes import model_gb
from infra.config.sources import S3Source

MEMORY_SIZES = (1024, 2048, 3072, 4096, 5120, 6144)
MAX_CONCURRENCY = 200
STORAGE_GB = 5
REGION_ENDPOINTS, REGION_CONCURRENCY = 50, 500
"""Quotas of a region; large ones allow a concurrency of 1000."""


def _serverless(subject: EndpointSubject | VariantSubject) -> ServerlessEndpoint | None:
    return subject.endpoint if isinstance(subject.endpoint, ServerlessEndpoint) else None


def memory_refused(subject: EndpointSubject) -> list[Breach]:
    """Memory sizes that SageMaker does not offer."""
    endpoint = _serverless(subject)
    if endpoint is None or endpoint.memory_mb in MEMORY_SIZES:
        return []
    near = next((size for size in MEMORY_SIZES if size > endpoint.memory_mb), MEMORY_SIZES[-1])
    sizes = ", ".join(str(size) for size in MEMORY_SIZES)
    return [breach("memory_mb", value=endpoint.memory_mb, sizes=sizes, near=near)]


def concurrency_outside(subject: EndpointSubject) -> Iterator[Breach]:
    """Concurrencies that SageMaker refuses."""
    endpoint = _serverless(subject)
    if endpoint is None:
        return
    yield from outside(endpoint.max_concurrency, 1, MAX_CONCURRENCY, "max_concurrency")
    if endpoint.provisioned_concurrency is not None:
        path = "provisioned_concurrency"
        yield from outside(endpoint.provisioned_concurrency, 1, MAX_CONCURRENCY, path)


def more_warm_than_allowed(subject: EndpointSubject) -> list[Breach]:
    """More containers kept warm than may run at once."""
    endpoint = _serverless(subject)
    if endpoint is None or (warm := endpoint.provisioned_concurrency) is None:
        return []
    if warm <= endpoint.max_concurrency or warm > MAX_CONCURRENCY:
        return []
    return [breach("provisioned_concurrency", value=warm, most=endpoint.max_concurrency)]


def too_large_for_storage(subject: VariantSubject) -> list[Breach]:
    """Models beyond the storage of a container."""
    size = model_gb(subject)
    if _serverless(subject) is None or size is None or size <= STORAGE_GB:
        return []
    return [breach(*subject.where("model"), model=subject.variant.model, size=size)]


def in_vpc(subject: EndpointSubject) -> list[Breach]:
    """Serverless endpoints in an environment with a VPC of its own."""
    if _serverless(subject) is None or subject.environment.network.vpc == "none":
        return []
    return [breach("kind")]


def on_gpu_image(subject: VariantSubject) -> list[Breach]:
    """Managed images that are not built for a CPU."""
    image = subject.image
    if _serverless(subject) is None or image is None or "cpu" in image.tags:
        return []
    if subject.release and subject.release.neuron:
        return []  # A rule on NeuronCores says so.
    built = " and ".join(image.tags)
    return [breach(*subject.where("model"), model=subject.variant.model, image=image, built=built)]


def prefix_refused(subject: VariantSubject) -> list[Breach]:
    """Artifacts in S3 that are no tar.gz."""
    source = subject.release.source if subject.release else None
    if _serverless(subject) is None or not isinstance(source, S3Source):
        return []
    if source.key.endswith(".tar.gz"):
        return []
    return [breach(*subject.where("model"), model=subject.variant.model, source=source)]


def quota_exceeded(subject: EnvironmentSubject) -> Iterator[Breach]:
    """More serverless endpoints or concurrency than a region gives an account at first."""
    found = [_serverless(endpoint) for endpoint in subject.endpoints()]
    serverless = [endpoint for endpoint in found if endpoint]
    concurrency = sum(endpoint.max_concurrency for endpoint in serverless)
    for what, value, limit in (
        ("serverless endpoints", len(serverless), REGION_ENDPOINTS),
        ("serverless requests at once", concurrency, REGION_CONCURRENCY),
    ):
        if value > limit:
            yield breach("endpoints", what=what, value=value, limit=limit)


ENDPOINT_SERVERLESS: list[Rule[EndpointSubject]] = [
    Rule(
        "SLS-01",
        memory_refused,
        "{value} MB is not a size of a serverless container: {sizes}",
        "write {near}",
    ),
    Rule(
        "SLS-01",
        concurrency_outside,
        "a concurrency of {value} is outside {low} to {high}",
        "choose a number within them, or use kind: realtime",
    ),
    Rule(
        "SLS-01",
        more_warm_than_allowed,
        "{value} containers kept warm are more than the {most} of max_concurrency",
        "set {most} or less, or raise max_concurrency",
    ),
    Rule(
        "SLS-03",
        in_vpc,
        "a serverless endpoint cannot be in a VPC, and the environment's network has one",
        "use kind: realtime, or an environment with network: {{vpc: none}}",
    ),
]
VARIANT_SERVERLESS: list[Rule[VariantSubject]] = [
    Rule(
        "SLS-02",
        too_large_for_storage,
        "{model} has {size:.1f} GB, and a serverless container has 5 GB of storage",
        "use a smaller release, or kind: realtime or async",
    ),
    Rule(
        "SLS-03",
        on_gpu_image,
        "{image}, the image of {model}, is built for {built}, and serverless has CPUs only",
        "use a release with another container, or kind: realtime",
    ),
    Rule(
        "SLS-04",
        prefix_refused,
        "a serverless endpoint takes one .tar.gz, and {model} comes from {source}",
        "pack it as .tar.gz in a new release, or use kind: realtime",
    ),
]
ENVIRONMENT_SERVERLESS: list[Rule[EnvironmentSubject]] = [
    Rule(
        "SLS-08",
        quota_exceeded,
        "{value} {what} are more than the {limit} that a region may give an account",
        "ask for a higher quota, or use fewer",
        "warn",
    ),
]

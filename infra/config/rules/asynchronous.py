"""Rules for async endpoints: times, concurrency, where results go and who is told."""

import re
from collections.abc import Iterator

from infra.config.endpoints import AsyncEndpoint
from infra.config.endpoints.asynchronous import Topics
from infra.config.rules.ranges import outside, seconds_outside
from infra.config.rules.subjects import EndpointSubject, EnvironmentSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

TTL_S = (60, 21600)
INVOCATION_S = (1, 3600)
CONCURRENCY = (1, 1000)
MAX_PATH_CHARACTERS = 512
MAX_RETENTION_DAYS = 2**31 - 1
"""S3 takes the days of a lifecycle rule as a 32-bit number."""
PATH = re.compile(
    r"s3://(?!\d+\.\d+\.\d+\.\d+(?:/|$))(?![^/]*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?"
)
"""Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""
TOPIC = re.compile(r"arn:aws[a-z\-]*:sns:[a-z0-9\-]*:[0-9]{12}:[a-zA-Z0-9_.-]+")
"""Pattern of botocore's SageMaker model."""
FIRST_WITH_LENGTH = (0, 31)
"""The first version of djl-lmi whose answers carry a Content-Length (djl-serving issue 2567)."""


def _async(subject: EndpointSubject | VariantSubject) -> AsyncEndpoint | None:
    return subject.endpoint if isinstance(subject.endpoint, AsyncEndpoint) else None


def times_outside(subject: EndpointSubject) -> Iterator[Breach]:
    """Times that SageMaker refuses of a request."""
    if endpoint := _async(subject):
        yield from seconds_outside(endpoint.request_ttl, *TTL_S, "request_ttl")
        yield from seconds_outside(endpoint.invocation_timeout, *INVOCATION_S, "invocation_timeout")


def concurrency_outside(subject: EndpointSubject) -> list[Breach]:
    """Concurrencies that SageMaker refuses."""
    endpoint = _async(subject)
    most = endpoint.max_concurrent_invocations_per_instance if endpoint else None
    if most is None:
        return []
    return outside(most, *CONCURRENCY, "max_concurrent_invocations_per_instance")


def concurrency_unused(subject: VariantSubject) -> list[Breach]:
    """More requests than the server answers at once."""
    endpoint, release = _async(subject), subject.release
    most = endpoint.max_concurrent_invocations_per_instance if endpoint else None
    if most is None or release is None or most <= release.settings.parallel_requests:
        return []
    facts = {"model": subject.variant.model, "parallel": release.settings.parallel_requests}
    return [breach("max_concurrent_invocations_per_instance", value=most, **facts)]


def path_malformed(subject: EndpointSubject) -> Iterator[Breach]:
    """Places for results that are none in S3."""
    endpoint = _async(subject)
    for key in ("output", "failures") if endpoint else ():
        value = getattr(endpoint, key)
        if value is None:
            continue
        if not PATH.fullmatch(value) or len(value) > MAX_PATH_CHARACTERS:
            yield breach(key, value=value)


def topic_malformed(subject: EndpointSubject) -> Iterator[Breach]:
    """Topics that are no ARN."""
    for key, value in _topics(subject).items():
        if value is not None and not TOPIC.fullmatch(value):
            yield breach("notifications", "topics", key, value=value)


def topic_elsewhere(subject: EndpointSubject) -> Iterator[Breach]:
    """Topics of another region than the endpoint's."""
    region = subject.environment.region
    for key, value in _topics(subject).items():
        if value and TOPIC.fullmatch(value) and value.split(":")[3] != region:
            yield breach("notifications", "topics", key, there=value.split(":")[3], region=region)


def no_topic(subject: EndpointSubject) -> list[Breach]:
    """Notifications that nobody gets."""
    topics = _topics(subject)
    return [breach("notifications", "topics")] if topics and not any(topics.values()) else []


def response_to_nobody(subject: EndpointSubject) -> Iterator[Breach]:
    """Responses in a message that has no topic."""
    endpoint, topics = _async(subject), _topics(subject)
    if endpoint is None or endpoint.notifications is None or not any(topics.values()):
        return
    for index, kind in enumerate(endpoint.notifications.include_response):
        if topics[kind] is None:
            yield breach("notifications", "include_response", str(index), value=kind)


def response_twice(subject: EndpointSubject) -> list[Breach]:
    """The same message named twice."""
    endpoint = _async(subject)
    named = endpoint.notifications.include_response if endpoint and endpoint.notifications else []
    if len(named) == len(set(named)):
        return []
    return [breach("notifications", "include_response")]


def _topics(subject: EndpointSubject) -> dict[str, str | None]:
    """The topics that the file names; empty where they are made, or nobody is told."""
    endpoint = _async(subject)
    topics = endpoint.notifications.topics if endpoint and endpoint.notifications else None
    return {"success": topics.success, "error": topics.error} if isinstance(topics, Topics) else {}


def without_length(subject: VariantSubject) -> list[Breach]:
    """Images whose answers lack the length that SageMaker needs of an async container."""
    image = subject.image
    if _async(subject) is None or image is None or image.family != "djl-lmi":
        return []
    if tuple(int(part) for part in image.version.split(".")[:2]) >= FIRST_WITH_LENGTH:
        return []
    return [breach(*subject.where("model"), image=image, model=subject.variant.model)]


def captured(subject: EndpointSubject) -> list[Breach]:
    """Data capture of async requests."""
    endpoint = _async(subject)
    return [breach("capture")] if endpoint and endpoint.capture else []


def retention_outside(subject: EnvironmentSubject) -> list[Breach]:
    """Times for which S3 cannot keep results."""
    days = subject.environment.results.retention_days
    return outside(days, 1, MAX_RETENTION_DAYS, "results", "retention_days")


_SECONDS = "{value} is not a whole number of seconds from {low} to {high}"
ENVIRONMENT_ASYNC: list[Rule[EnvironmentSubject]] = [
    Rule(
        "RESULTS",
        retention_outside,
        "S3 does not keep results for {value} days, only for {low} to {high}",
        "choose a number within them",
    ),
]
ENDPOINT_ASYNC: list[Rule[EndpointSubject]] = [
    Rule("ASY-02", times_outside, _SECONDS, "choose a time within them"),
    Rule(
        "ASY-03",
        concurrency_outside,
        "{value} requests at once are outside the {low} to {high} of an instance",
        "choose a number within them",
    ),
    Rule(
        "ASY-04",
        path_malformed,
        "{value!r} is no place in S3 of up to 512 characters",
        "write s3://BUCKET/PREFIX, or leave it out",
    ),
    Rule(
        "ASY-04",
        topic_malformed,
        "{value!r} is not the ARN of an SNS topic",
        "write arn:aws:sns:REGION:ACCOUNT:NAME, or topics: create",
    ),
    Rule(
        "ASY-04",
        topic_elsewhere,
        "the topic is in {there}, the endpoint in {region}, and AWS does not document that an "
        "endpoint publishes to another region",
        "name a topic in {region}, or write topics: create",
        "warn",
    ),
    Rule(
        "ASY-04",
        no_topic,
        "neither a success nor an error topic is named, so nobody would be told",
        "name one, write topics: create, or remove notifications",
    ),
    Rule(
        "ASY-04",
        response_to_nobody,
        "no {value} topic is named to carry the response",
        "name topics.{value}, or remove {value} here",
    ),
    Rule("ASY-04", response_twice, "the same message is named twice", "keep one"),
    Rule(
        "ASY-10",
        captured,
        "whether SageMaker captures the data of async endpoints is not documented",
        "remove capture: the results are in S3 anyway",
        "warn",
    ),
]
VARIANT_ASYNC: list[Rule[VariantSubject]] = [
    Rule(
        "ASY-03",
        concurrency_unused,
        "{model} answers {parallel} requests at once, so with {value} the others wait inside the "
        "container, where their time runs",
        "set {parallel} or less, or leave it out",
        "warn",
    ),
    Rule(
        "ASY-09",
        without_length,
        "{image}, the image of {model}, answers without a Content-Length, and async requests fail",
        "use a release with version 0.31.0 or newer",
        "warn",
    ),
]

"""Rules for the times that an endpoint may take."""

from datetime import timedelta

from infra.config.duration import format_duration
from infra.config.endpoints import AsyncEndpoint, ServerlessEndpoint
from infra.config.endpoints.common import CommonEndpoint
from infra.config.rules.ranges import seconds_outside
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach

LOW_S, HIGH_S = 60, 3600
LONGEST_STREAM = timedelta(minutes=8)
LONGEST_ASYNC = timedelta(hours=1)
LONGEST_SERVERLESS = timedelta(minutes=1)


def download_outside(subject: EndpointSubject) -> list[Breach]:
    """Download timeouts that SageMaker refuses."""
    if subject.hosting is None:
        return []
    return seconds_outside(subject.hosting.download_timeout, LOW_S, HIGH_S, "download_timeout")


def startup_outside(subject: EndpointSubject) -> list[Breach]:
    """Startup timeouts that SageMaker refuses."""
    if subject.hosting is None:
        return []
    return seconds_outside(subject.hosting.startup_timeout, LOW_S, HIGH_S, "startup_timeout")


def never_reached(subject: EndpointSubject) -> list[Breach]:
    """Latency alarms above the longest invocation that SageMaker allows."""
    if isinstance(subject.endpoint, AsyncEndpoint | ServerlessEndpoint):
        return []
    return _unreachable(subject, LONGEST_STREAM)


def never_reached_async(subject: EndpointSubject) -> list[Breach]:
    """The same of async endpoints."""
    return _unreachable(subject, LONGEST_ASYNC) if _is(subject, AsyncEndpoint) else []


def never_reached_serverless(subject: EndpointSubject) -> list[Breach]:
    """The same of serverless endpoints."""
    return _unreachable(subject, LONGEST_SERVERLESS) if _is(subject, ServerlessEndpoint) else []


def _is(subject: EndpointSubject, kind: type[CommonEndpoint]) -> bool:
    return isinstance(subject.endpoint, kind)


def _unreachable(subject: EndpointSubject, longest: timedelta) -> list[Breach]:
    latency = subject.endpoint.alarms.p99_latency
    if latency < longest:
        return []
    return [breach("alarms", "p99_latency", value=format_duration(latency))]


_RANGE = "{value} is not a whole number of seconds from {low} to {high}"
TIMEOUTS: list[Rule[EndpointSubject]] = [
    Rule("RT-TMO-01", download_outside, _RANGE, "choose a time within them"),
    Rule("RT-TMO-02", startup_outside, _RANGE, "choose a time within them"),
    Rule(
        "RT-TIME-01",
        never_reached,
        "no invocation lasts {value}: SageMaker ends plain ones after 60s and streams after 8m, "
        "so the alarm would never fire",
        "choose less than 8m",
    ),
    Rule(
        "ASY-02",
        never_reached_async,
        "no async invocation lasts {value}: SageMaker ends them after 1h, so the alarm would never "
        "fire",
        "choose less than 1h",
    ),
    Rule(
        "SLS-02",
        never_reached_serverless,
        "no serverless invocation lasts {value}: SageMaker ends them after 60s, so the alarm would "
        "never fire",
        "choose less than 60s",
    ),
]

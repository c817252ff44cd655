"""Rules for service level objectives: only what can be measured, and missed."""

from collections.abc import Iterator
from datetime import timedelta

from infra.config.duration import format_duration
from infra.config.endpoints import AsyncEndpoint
from infra.config.endpoints.online import OnlineEndpoint
from infra.config.foreign_keys import ARTICLES
from infra.config.model_card import ManagedImage
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.timeouts import LONGEST_ASYNC, LONGEST_STREAM
from infra.config.rules.variant_subjects import VariantSubject

FASTEST_BURN = 14.4
"""The highest speed at which an alarm looks at an error budget."""
HIGHEST_RATE = 6.9
"""In %: of more, 14.4 times as much cannot fail."""
FIRST_TOKEN = ("ttft_p95", "ttft_p99")
WHOLE = ("latency_p95", "latency_p99")
SHORTEST = timedelta(milliseconds=1)
LONGEST_PLAIN = timedelta(minutes=1)
"""Of an answer that is not streamed (RT-TIME-01, SLS-02)."""


def none_named(subject: EndpointSubject) -> list[Breach]:
    """Objectives that say nothing."""
    slo = subject.endpoint.slo
    return [breach("slo")] if slo and all(value is None for _, value in slo) else []


def not_streamed(subject: EndpointSubject) -> Iterator[Breach]:
    """First tokens of kinds that answer at once."""
    if isinstance(subject.endpoint, OnlineEndpoint):
        return
    for key in _times(subject, FIRST_TOKEN):
        yield breach("slo", key, kind=ARTICLES[subject.endpoint.kind], other=_whole(key))


def not_told(subject: VariantSubject) -> Iterator[Breach]:
    """First tokens that the log lines of an image do not tell of."""
    container = subject.release.container if subject.release else None
    if subject.is_shadow or not isinstance(container, ManagedImage):
        return
    if not isinstance(subject.endpoint, OnlineEndpoint):
        return  # Another rule says so.
    for key in _times(subject.parent, FIRST_TOKEN):
        facts = {"model": subject.variant.model, "image": container.managed}
        yield breach("slo", key, other=_whole(key), **facts)


def time_outside(subject: EndpointSubject) -> Iterator[Breach]:
    """Times that every request misses, or none."""
    longest = _longest(subject)
    for key, value in _times(subject, (*FIRST_TOKEN, *WHOLE)).items():
        if not SHORTEST <= value < longest:
            facts = {"value": format_duration(value), "longest": format_duration(longest)}
            yield breach("slo", key, **facts)


def upside_down(subject: EndpointSubject) -> Iterator[Breach]:
    """More requests that get a better answer than fewer do."""
    for few, most in (FIRST_TOKEN, WHOLE):
        times = _times(subject, (few, most))
        if len(times) == 2 and times[most] < times[few]:
            shown = {"most": format_duration(times[most]), "few": format_duration(times[few])}
            yield breach("slo", most, key=few, **shown)


def rate_outside(subject: EndpointSubject) -> list[Breach]:
    """Rates without a budget, or with one that no burn can spend."""
    rate = subject.endpoint.slo.error_rate if subject.endpoint.slo else None
    if rate is None or 0 < rate <= HIGHEST_RATE:
        return []
    return [breach("slo", "error_rate", value=rate, most=HIGHEST_RATE, factor=FASTEST_BURN)]


def _times(subject: EndpointSubject, keys: tuple[str, ...]) -> dict[str, timedelta]:
    """Those objectives that the file sets."""
    slo = subject.endpoint.slo
    found = {key: getattr(slo, key) for key in keys} if slo else {}
    return {key: value for key, value in found.items() if value is not None}


def _longest(subject: EndpointSubject) -> timedelta:
    """How long SageMaker waits for an answer."""
    if isinstance(subject.endpoint, AsyncEndpoint):
        return LONGEST_ASYNC
    return LONGEST_STREAM if isinstance(subject.endpoint, OnlineEndpoint) else LONGEST_PLAIN


def _whole(key: str) -> str:
    return WHOLE[FIRST_TOKEN.index(key)]


ENDPOINT_OBJECTIVES: list[Rule[EndpointSubject]] = [
    Rule("SLO", none_named, "no objective is named", "add one, as latency_p95, or remove slo"),
    Rule(
        "SLO",
        not_streamed,
        "{kind} endpoint does not stream, so no first token can be timed",
        "use {other}, or kind: realtime",
    ),
    Rule(
        "SLO",
        time_outside,
        "{value} tells nothing: requests take between 1ms and {longest}",
        "choose at least 1ms and less than {longest}",
    ),
    Rule(
        "SLO",
        upside_down,
        "{most} is less than the {few} of {key}, which could never be missed alone",
        "set {few} or more, or remove {key}",
    ),
    Rule(
        "SLO",
        rate_outside,
        "{value:g} % is no rate to watch: alarms ring at {factor} times the rate, which must be "
        "more than 0 % and less than 100 %",
        "choose more than 0% and at most {most}%",
    ),
]
VARIANT_OBJECTIVES: list[Rule[VariantSubject]] = [
    Rule(
        "SLO",
        not_told,
        "{model} runs in AWS's image {image}, whose log lines do not tell when the first token "
        "came, so nothing would be watched",
        "use {other}, or a release in a container of the project",
    ),
]

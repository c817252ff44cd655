"""Rules for production variants and shadows: how many there are, and who gets which traffic."""

from collections.abc import Iterator

from infra.config.endpoints.online import OnlineEndpoint
from infra.config.endpoints.variants import SHADOW
from infra.config.rules.names import MAX_CHARACTERS, PATTERN
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

MAX_VARIANTS = 10


def _online(subject: EndpointSubject) -> OnlineEndpoint | None:
    return subject.endpoint if isinstance(subject.endpoint, OnlineEndpoint) else None


def none_answers(subject: EndpointSubject) -> list[Breach]:
    """Endpoints with neither a model nor variants."""
    endpoint = _online(subject)
    if endpoint is None or endpoint.model is not None or endpoint.variants:
        return []
    return [breach("model")]


def twice_said(subject: EndpointSubject) -> list[Breach]:
    """A model beside variants, each of which has its own."""
    endpoint = _online(subject)
    if endpoint is None or endpoint.model is None or not endpoint.variants:
        return []
    return [breach("model", value=endpoint.model)]


def too_many(subject: EndpointSubject) -> list[Breach]:
    """More production variants than an endpoint may have."""
    endpoint = _online(subject)
    if endpoint is None or len(endpoint.variants) <= MAX_VARIANTS:
        return []
    return [breach("variants", count=len(endpoint.variants))]


def malformed(subject: EndpointSubject) -> Iterator[Breach]:
    """Names of variants that SageMaker refuses."""
    endpoint = _online(subject)
    for name in endpoint.variants if endpoint else ():
        if not PATTERN.fullmatch(name) or len(name) > MAX_CHARACTERS:
            yield breach("variants", name, name=name)


def named_as_shadow(subject: EndpointSubject) -> list[Breach]:
    """A production variant with the name of the shadow beside it."""
    endpoint = _online(subject)
    if endpoint is None or endpoint.shadow is None or SHADOW not in endpoint.variants:
        return []
    return [breach("variants", SHADOW)]


def negative_weight(subject: EndpointSubject) -> Iterator[Breach]:
    """Weights below 0."""
    endpoint = _online(subject)
    for name, variant in endpoint.variants.items() if endpoint else ():
        if variant.weight < 0:
            yield breach("variants", name, "weight", value=variant.weight)


def no_traffic(subject: EndpointSubject) -> list[Breach]:
    """Weights of which every one is 0."""
    endpoint = _online(subject)
    if endpoint is None or not endpoint.variants:
        return []
    if any(variant.weight != 0 for variant in endpoint.variants.values()):
        return []
    return [breach("variants")]


def shadow_of_several(subject: EndpointSubject) -> list[Breach]:
    """A shadow of more than one production variant."""
    endpoint = _online(subject)
    if endpoint is None or endpoint.shadow is None or len(endpoint.variants) <= 1:
        return []
    return [breach("shadow", count=len(endpoint.variants))]


def copies_outside(subject: EndpointSubject) -> list[Breach]:
    """Shares of the traffic that no shadow can get."""
    endpoint = _online(subject)
    if endpoint is None or endpoint.shadow is None or 1 <= endpoint.shadow.percent <= 100:
        return []
    return [breach("shadow", "percent", value=endpoint.shadow.percent)]


def shadow_on_inferentia1(subject: VariantSubject) -> list[Breach]:
    """Shadows on Inf1, and shadows of what runs on Inf1."""
    endpoint = _online(subject.parent)
    if endpoint is None or endpoint.shadow is None or subject.instance is None:
        return []
    if subject.instance.family != "inf1":
        return []
    return [breach("shadow", instance=subject.instance.name)]


ENDPOINT_VARIANTS: list[Rule[EndpointSubject]] = [
    Rule(
        "RT-VAR-01",
        none_answers,
        "the endpoint has neither a model nor variants, and at least one has to answer",
        "add model: MODEL@NUMBER",
    ),
    Rule(
        "RT-VAR-01",
        twice_said,
        "{value} is the endpoint's model, and its variants have models of their own",
        "remove model, or make it one of the variants",
    ),
    Rule(
        "RT-VAR-01",
        too_many,
        "{count} variants are more than the 10 of an endpoint",
        "remove some, or make a second endpoint",
    ),
    Rule(
        "SM-NAME-01",
        malformed,
        "{name!r} is no name for a variant: up to 63 letters, digits and hyphens between them",
        "rename it",
    ),
    Rule(
        "RT-VAR-01",
        named_as_shadow,
        "'shadow' is the name of the shadow variant, and names are unique within an endpoint",
        "rename the production variant",
    ),
    Rule(
        "RT-VAR-02",
        negative_weight,
        "a weight of {value:g} is no share of the traffic",
        "set 0 for none of it, or more",
    ),
    Rule(
        "RT-VAR-02",
        no_traffic,
        "every weight is 0, so no variant would get a request",
        "give at least one a weight over 0",
    ),
    Rule(
        "SHADOW-01",
        shadow_of_several,
        "a shadow copies the traffic of exactly one production variant, and there are {count}",
        "remove the shadow, or keep one variant",
    ),
    Rule(
        "SHADOW-01",
        copies_outside,
        "{value} % is outside the 1 to 100 % of the requests that a shadow gets",
        "choose a share within them, or remove the shadow",
    ),
]
VARIANT_SHADOWS: list[Rule[VariantSubject]] = [
    Rule(
        "SHADOW-02",
        shadow_on_inferentia1,
        "SageMaker refuses shadows where a variant runs on Inf1, as {instance} does",
        "remove the shadow, or use Inf2",
    ),
]

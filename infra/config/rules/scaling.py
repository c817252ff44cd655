"""Rules for instance counts and autoscaling."""

from collections.abc import Iterator

from infra.config.endpoints import MultiModelEndpoint
from infra.config.endpoints.asynchronous import AsyncScale
from infra.config.endpoints.online import OnlineEndpoint
from infra.config.foreign_keys import ARTICLES
from infra.config.rules.ranges import seconds_outside
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject
from infra.config.scale import Scale

TARGETS = ("concurrent_requests_per_instance", "invocations_per_instance_per_minute")
MAX_COOLDOWN_S = 24 * 3600
AnyScale = Scale | AsyncScale


def no_instance(subject: VariantSubject) -> list[Breach]:
    """Fewer than one instance, without scaling."""
    scale = _scale(subject)
    if scale is None or scale.min >= 1 or scale.follows_load:
        return []
    if isinstance(scale, AsyncScale):
        return [breach(*subject.where("scale", "max"), value=scale.max, kind="an async", key="max")]
    path = subject.where("scale", "min")
    return [breach(*path, value=scale.min, kind=ARTICLES[subject.endpoint.kind], key="min")]


def no_shadow_instance(subject: EndpointSubject) -> list[Breach]:
    """Shadows without an instance."""
    shadow = subject.endpoint.shadow if isinstance(subject.endpoint, OnlineEndpoint) else None
    if shadow is None or shadow.instances >= 1:
        return []
    return [breach("shadow", "instances", value=shadow.instances)]


def scaled_to_zero(subject: VariantSubject) -> list[Breach]:
    """A scaled variant that may go below one instance, where requests do not wait in a queue."""
    scale = _scale(subject)
    if not isinstance(scale, Scale) or scale.min >= 1 or not scale.follows_load:
        return []
    kind = ARTICLES[subject.endpoint.kind]
    return [breach(*subject.where("scale", "min"), value=scale.min, kind=kind)]


def below_zero(subject: VariantSubject) -> list[Breach]:
    """A lower limit that no number of instances is below."""
    scale = _scale(subject)
    if not isinstance(scale, AsyncScale) or scale.min >= 0:
        return []
    return [breach(*subject.where("scale", "min"), value=scale.min)]


def upside_down(subject: VariantSubject) -> list[Breach]:
    """A lower limit above the upper one."""
    scale = _scale(subject)
    if scale is None or scale.min <= scale.max:
        return []
    return [breach(*subject.where("scale", "max"), low=scale.min, high=scale.max)]


def burstable(subject: VariantSubject) -> list[Breach]:
    """Scaling of T2 instances."""
    instance, scale = subject.instance, _scale(subject)
    if instance is None or instance.family != "t2" or scale is None or not scale.follows_load:
        return []
    return [breach(*subject.where("instance"), instance=instance.name)]


def target_missing(subject: VariantSubject) -> list[Breach]:
    """Limits that leave room, and nothing to follow."""
    scale = _scale(subject)
    if not isinstance(scale, Scale) or scale.max <= max(scale.min, 1) or _targets(scale):
        return []
    targets = TARGETS[1:] if isinstance(subject.endpoint, MultiModelEndpoint) else TARGETS
    facts = {"low": scale.min, "high": scale.max, "targets": " or ".join(targets)}
    return [breach(*subject.where("scale", "max"), **facts)]


def target_unused(subject: VariantSubject) -> Iterator[Breach]:
    """Something to follow, and limits that leave no room."""
    scale = _scale(subject)
    if scale is None or scale.min != scale.max or scale.max < 1:
        return
    for name in _targets(scale):
        yield breach(*subject.where("scale", name), count=scale.min)


def target_too_low(subject: VariantSubject) -> Iterator[Breach]:
    """Targets below one."""
    scale = _scale(subject)
    for name, value in _targets(scale).items() if scale else ():
        if value < 1:
            yield breach(*subject.where("scale", name), value=value)


def target_never_met(subject: VariantSubject) -> list[Breach]:
    """Concurrency targets above what the server answers at once."""
    scale = _scale(subject)
    target = scale.concurrent_requests_per_instance if isinstance(scale, Scale) else None
    if target is None or subject.release is None:
        return []
    parallel = subject.release.settings.parallel_requests
    if target <= parallel:
        return []
    facts = {"value": target, "parallel": parallel, "model": subject.variant.model}
    return [breach(*subject.where("scale", "concurrent_requests_per_instance"), **facts)]


def cooldown_outside(subject: VariantSubject) -> Iterator[Breach]:
    """Cooldowns that are not whole seconds, or longer than a day."""
    scale = _scale(subject)
    for name in ("scale_in_cooldown", "scale_out_cooldown") if scale else ():
        path = subject.where("scale", name)
        yield from seconds_outside(getattr(scale, name), 0, MAX_COOLDOWN_S, *path)


def _scale(subject: VariantSubject) -> AnyScale | None:
    """The limits as they are written; a shadow writes a number of instances instead."""
    return None if subject.is_shadow else subject.variant.scale


def _targets(scale: AnyScale) -> dict[str, int]:
    """The targets that the file sets, by key."""
    if isinstance(scale, AsyncScale):
        named = "backlog_per_instance" in scale.model_fields_set
        return {"backlog_per_instance": scale.backlog_per_instance} if named else {}
    found = {name: getattr(scale, name) for name in TARGETS}
    return {name: value for name, value in found.items() if value is not None}


ENDPOINT_SCALING: list[Rule[EndpointSubject]] = [
    Rule(
        "RT-VAR-03",
        no_shadow_instance,
        "{value} instances cannot answer; a shadow has at least 1",
        "set 1 or more, or remove the shadow",
    ),
]
VARIANT_SCALING: list[Rule[VariantSubject]] = [
    Rule(
        "RT-VAR-03",
        no_instance,
        "{value} instances cannot serve; {kind} endpoint has at least 1",
        "set {key} to 1 or more",
    ),
    Rule("AS-03", below_zero, "{value} is below 0, the fewest instances", "set 0 or more"),
    Rule(
        "AS-03",
        scaled_to_zero,
        "{kind} endpoint cannot scale to {value} instances; at least 1 stays",
        "set min to 1 or more",
    ),
    Rule(
        "AS-03",
        upside_down,
        "at most {high} instances are fewer than the at least {low}",
        "set max to {low} or more, or lower min",
    ),
    Rule(
        "AS-03",
        burstable,
        "{instance} is burstable, and SageMaker does not scale T2 instances",
        "use ml.c5 or ml.m5, or set max to min",
    ),
    Rule(
        "AS-02",
        target_missing,
        "from {low} to {high} instances, but nothing says when to add one",
        "add {targets}",
    ),
    Rule(
        "SCALE",
        target_unused,
        "min and max are both {count}, so nothing scales",
        "raise max, or remove the target",
    ),
    Rule("SCALE", target_too_low, "{value} is below the lowest target, 1", "set 1 or more"),
    Rule(
        "SCALE",
        target_never_met,
        "{model} answers {parallel} requests at once, so with a target of {value} the others wait "
        "before an instance is added",
        "set {parallel} or less",
        "warn",
    ),
    Rule(
        "SCALE",
        cooldown_outside,
        "{value} is not a whole number of seconds from {low} to {high}",
        "choose a time within them",
    ),
]

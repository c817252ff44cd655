"""Rules for instance counts and autoscaling."""

from collections.abc import Iterator

from infra.config.rules.ranges import seconds_outside
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach

TARGETS = ("concurrent_requests_per_instance", "invocations_per_instance_per_minute")
MAX_COOLDOWN_S = 24 * 3600


def no_instance(subject: EndpointSubject) -> list[Breach]:
    """Fewer than one instance, without scaling."""
    scale = subject.endpoint.scale
    if scale.min >= 1 or scale.follows_load:
        return []
    return [breach("scale", "min", value=scale.min)]


def scaled_to_zero(subject: EndpointSubject) -> list[Breach]:
    """A scaled variant that may go below one instance."""
    scale = subject.endpoint.scale
    if scale.min >= 1 or not scale.follows_load:
        return []
    return [breach("scale", "min", value=scale.min)]


def upside_down(subject: EndpointSubject) -> list[Breach]:
    """A lower limit above the upper one."""
    scale = subject.endpoint.scale
    if scale.min <= scale.max:
        return []
    return [breach("scale", "max", low=scale.min, high=scale.max)]


def burstable(subject: EndpointSubject) -> list[Breach]:
    """Scaling of T2 instances."""
    instance = subject.instance
    if instance is None or instance.family != "t2" or not subject.endpoint.scale.follows_load:
        return []
    return [breach("instance", instance=instance.name)]


def target_missing(subject: EndpointSubject) -> list[Breach]:
    """Limits that leave room, and nothing to follow."""
    scale = subject.endpoint.scale
    if not scale.follows_load or any(getattr(scale, name) is not None for name in TARGETS):
        return []
    return [breach("scale", "max", low=scale.min, high=scale.max)]


def target_unused(subject: EndpointSubject) -> Iterator[Breach]:
    """Something to follow, and limits that leave no room."""
    scale = subject.endpoint.scale
    if scale.min != scale.max:
        return
    for name in TARGETS:
        if getattr(scale, name) is not None:
            yield breach("scale", name, count=scale.min)


def target_too_low(subject: EndpointSubject) -> Iterator[Breach]:
    """Targets below one."""
    for name in TARGETS:
        value = getattr(subject.endpoint.scale, name)
        if value is not None and value < 1:
            yield breach("scale", name, value=value)


def target_never_met(subject: EndpointSubject) -> list[Breach]:
    """Concurrency targets above what the server answers at once."""
    target = subject.endpoint.scale.concurrent_requests_per_instance
    if target is None or subject.release is None:
        return []
    parallel = subject.release.settings.parallel_requests
    if target <= parallel:
        return []
    facts = {"value": target, "parallel": parallel, "model": subject.endpoint.model}
    return [breach("scale", "concurrent_requests_per_instance", **facts)]


def cooldown_outside(subject: EndpointSubject) -> list[Breach]:
    """Cooldowns that are not whole seconds, or longer than a day."""
    scale = subject.endpoint.scale
    return [
        *seconds_outside(scale.scale_in_cooldown, 0, MAX_COOLDOWN_S, "scale", "scale_in_cooldown"),
        *seconds_outside(
            scale.scale_out_cooldown, 0, MAX_COOLDOWN_S, "scale", "scale_out_cooldown"
        ),
    ]


SCALING: list[Rule[EndpointSubject]] = [
    Rule(
        "RT-VAR-03",
        no_instance,
        "{value} instances cannot serve; a real-time endpoint has at least 1",
        "set min to 1 or more",
    ),
    Rule(
        "AS-03",
        scaled_to_zero,
        "a real-time endpoint cannot scale to {value} instances; at least 1 stays",
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
        "add concurrent_requests_per_instance or invocations_per_instance_per_minute",
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

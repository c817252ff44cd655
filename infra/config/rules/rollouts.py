"""Rules for deployment guardrails."""

import math
from datetime import timedelta

from infra.config.duration import format_duration
from infra.config.endpoints import production_variants
from infra.config.rollout import Rollout
from infra.config.rules.ranges import outside, seconds_outside
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

SIZES = {"canary": (1, 50), "linear": (10, 50), "rolling": (5, 50)}
MAX_WAIT_S = 3600
MAX_ALARMS = 10
ALARMS_OF_A_VARIANT = 2
"""5xx rate and p99 latency."""
MIN_TIMEOUT_S, MAX_TIMEOUT_S = 600, 28800


def size_unused(subject: EndpointSubject) -> list[Breach]:
    """A size for a strategy that moves all traffic at once."""
    rollout = subject.endpoint.rollout
    if rollout.strategy in SIZES or rollout.percent is None:
        return []
    return [breach("rollout", "percent", value=rollout.percent)]


def wait_unused(subject: EndpointSubject) -> list[Breach]:
    """A termination wait for a strategy that keeps no second fleet."""
    rollout = subject.endpoint.rollout
    if rollout.strategy != "rolling" or "termination_wait" not in rollout.model_fields_set:
        return []
    return [breach("rollout", "termination_wait")]


def size_missing(subject: EndpointSubject) -> list[Breach]:
    """No size for a strategy that moves traffic in steps."""
    rollout = subject.endpoint.rollout
    if rollout.strategy not in SIZES or rollout.percent is not None:
        return []
    low, high = SIZES[rollout.strategy]
    return [breach("rollout", "percent", strategy=rollout.strategy, low=low, high=high)]


def size_outside(subject: EndpointSubject) -> list[Breach]:
    """Step sizes that SageMaker refuses."""
    rollout = subject.endpoint.rollout
    if rollout.strategy not in SIZES or rollout.percent is None:
        return []
    found = outside(rollout.percent, *SIZES[rollout.strategy], "rollout", "percent")
    return [breach(*b.path, strategy=rollout.strategy, **b.facts) for b in found]


def one_instance(subject: VariantSubject) -> list[Breach]:
    """Steps for a fleet that cannot be divided: a step is at least one instance."""
    strategy, scale = subject.endpoint.rollout.strategy, subject.variant.scale
    if strategy not in SIZES or subject.is_shadow or scale is None or scale.min > 1:
        return []
    return [breach("rollout", "strategy", strategy=strategy)]


def rolling_variants(subject: EndpointSubject) -> list[Breach]:
    """Rolling updates of several variants."""
    count = len(production_variants(subject.endpoint))
    if subject.endpoint.rollout.strategy != "rolling" or count <= 1:
        return []
    return [breach("rollout", "strategy", count=count)]


def without_instances(subject: EndpointSubject) -> list[Breach]:
    """Steps for serverless endpoints, which have no fleet.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html, by which
    guardrails apply to real-time and async endpoints only.
    """
    strategy = subject.endpoint.rollout.strategy
    if subject.hosting is not None or strategy not in SIZES:
        return []
    return [breach("rollout", "strategy", strategy=strategy)]


def too_many_alarms(subject: EndpointSubject) -> list[Breach]:
    """More variants than an update can watch the alarms of."""
    count = len(production_variants(subject.endpoint))
    alarms = count * ALARMS_OF_A_VARIANT
    if not subject.endpoint.rollout.rollback or alarms <= MAX_ALARMS:
        return []
    return [breach("rollout", "rollback", count=count, alarms=alarms)]


def waits_outside(subject: EndpointSubject) -> list[Breach]:
    """Waits that SageMaker refuses."""
    rollout = subject.endpoint.rollout
    return [
        *seconds_outside(rollout.wait, 0, MAX_WAIT_S, "rollout", "wait"),
        *seconds_outside(rollout.termination_wait, 0, MAX_WAIT_S, "rollout", "termination_wait"),
    ]


def timeout_outside(subject: EndpointSubject) -> list[Breach]:
    """Limits of the whole update that SageMaker refuses."""
    timeout = subject.endpoint.rollout.timeout
    if timeout is None:
        return []
    return seconds_outside(timeout, MIN_TIMEOUT_S, MAX_TIMEOUT_S, "rollout", "timeout")


def timeout_too_short(subject: EndpointSubject) -> list[Breach]:
    """Updates whose waits alone use up the time that they may take."""
    rollout = subject.endpoint.rollout
    if timeout_outside(subject):
        return []
    waits = total_wait(rollout)
    limit = rollout.timeout or timedelta(seconds=MAX_TIMEOUT_S)
    if waits < limit:
        return []
    path = ("rollout", "timeout") if rollout.timeout else ("rollout", "wait")
    return [breach(*path, waits=format_duration(waits), limit=format_duration(limit))]


def total_wait(rollout: Rollout) -> timedelta:
    """Time that an update spends waiting: after each step, and before the old fleet goes."""
    if rollout.strategy == "all_at_once":
        return rollout.wait + rollout.termination_wait
    size = rollout.percent or SIZES[rollout.strategy][0]
    steps = 1 if rollout.strategy == "canary" else math.ceil(100 / max(size, 1))
    kept = timedelta(0) if rollout.strategy == "rolling" else rollout.termination_wait
    return steps * rollout.wait + kept


def on_inferentia1(subject: VariantSubject) -> list[Breach]:
    """Strategies on Inf1, where SageMaker silently moves all traffic at once."""
    rollout = subject.endpoint.rollout
    if subject.instance is None or subject.instance.family != "inf1":
        return []
    if rollout.strategy == "all_at_once":
        return []
    facts = {"instance": subject.instance.name, "strategy": rollout.strategy}
    return [breach("rollout", "strategy", **facts)]


_SECONDS = "{value} is not a whole number of seconds from {low} to {high}"
ENDPOINT_ROLLOUTS: list[Rule[EndpointSubject]] = [
    Rule(
        "GRD-01",
        size_unused,
        "all_at_once moves all traffic in one step, so {value} % has no meaning",
        "remove percent, or choose canary, linear or rolling",
    ),
    Rule(
        "GRD-01",
        wait_unused,
        "a rolling update replaces the fleet in place and keeps no old one to wait for",
        "remove termination_wait",
    ),
    Rule(
        "GRD-02",
        size_missing,
        "a {strategy} rollout needs the size of its steps",
        "add percent, from {low} to {high}",
    ),
    Rule(
        "GRD-02",
        size_outside,
        "{value} % is outside the {low} to {high} % of the fleet for a {strategy} step",
        "choose a size within them",
    ),
    Rule(
        "GRD-04",
        too_many_alarms,
        "an update watches 10 alarms at most, and {count} variants have {alarms}",
        "set rollback to false, or keep 5 variants",
    ),
    Rule(
        "GRD-06",
        rolling_variants,
        "SageMaker does no rolling update of {count} variants",
        "choose all_at_once, canary or linear",
    ),
    Rule(
        "GRD-06",
        without_instances,
        "a serverless endpoint has no fleet to divide, so no {strategy} rollout",
        "choose all_at_once, or kind: realtime",
    ),
    Rule("GRD-03", waits_outside, _SECONDS, "choose a time within them"),
    Rule("GRD-03", timeout_outside, _SECONDS, "choose a time within them"),
    Rule(
        "GRD-03",
        timeout_too_short,
        "the rollout waits for {waits} in all, and may take {limit}",
        "shorten the waits, take larger steps, or allow more time",
    ),
]
VARIANT_ROLLOUTS: list[Rule[VariantSubject]] = [
    Rule(
        "GRD-02",
        one_instance,
        "a {strategy} step is at most 50 % of the fleet, and this fleet may be one instance",
        "set scale.min and scale.max to 2 or more, or choose all_at_once",
        severity="warn",
    ),
    Rule(
        "GRD-06",
        on_inferentia1,
        "{instance} has no deployment guardrails; SageMaker would not do a {strategy} rollout",
        "choose all_at_once, or an Inf2 instance",
    ),
]

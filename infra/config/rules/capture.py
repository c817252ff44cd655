"""Rules for data capture and alarms: shares in percent."""

from infra.config.rules.ranges import outside
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach


def share_outside(subject: EndpointSubject) -> list[Breach]:
    """Sampling shares that are none."""
    capture = subject.hosting.capture if subject.hosting else None
    return outside(capture.percent, 0, 100, "capture", "percent") if capture else []


def error_rate_outside(subject: EndpointSubject) -> list[Breach]:
    """Error rates that never occur, or always."""
    rate = subject.endpoint.alarms.error_rate_percent
    if 0 <= rate < 100:
        return []
    return [breach("alarms", "error_rate_percent", value=rate)]


def latency_zero(subject: EndpointSubject) -> list[Breach]:
    """A latency that every invocation exceeds."""
    latency = subject.endpoint.alarms.p99_latency
    return [] if latency else [breach("alarms", "p99_latency")]


CAPTURE: list[Rule[EndpointSubject]] = [
    Rule(
        "CAP-01",
        share_outside,
        "{value} % is not a share of the invocations, {low} to {high} %",
        "choose one",
    ),
    Rule(
        "ALARM",
        error_rate_outside,
        "{value:g} % is no limit for an error rate: the alarm would be always or never on",
        "choose at least 0 and less than 100",
    ),
    Rule("ALARM", latency_zero, "every invocation takes longer than 0s", "choose a longer time"),
]

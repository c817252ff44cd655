"""Graphs of what an endpoint costs: estimates, as their titles say."""

from collections.abc import Iterator

from infra.config.endpoints import ServerlessEndpoint
from infra.config.prices import (
    REGION,
    SECONDS,
    price_date,
    usd_per_busy_hour,
    usd_per_instance,
    warm_usd_per_hour,
)
from infra.observability.dashboard_operations import SECONDS_PER_SAMPLE, Graph
from infra.observability.dashboard_subject import Subject
from infra.observability.widgets import Math, Metric

MICROSECONDS = 1_000_000
MILLION = 1_000_000


def cost(subjects: list[Subject]) -> Iterator[Graph]:
    """USD per hour and per million completion tokens of each variant; none without a price."""
    priced = [each for each in subjects if _usd(each) is not None]
    if not priced:
        return
    date = price_date(priced[0].settings)
    basis = f"estimate by list prices of {REGION} of {date}"
    serverless = isinstance(priced[0].settings, ServerlessEndpoint)
    of = "container time" if serverless else "instances"
    yield f"USD per hour: {of}, {basis}", "USD", [per_hour(each) for each in priced]
    per_million = [_per_million(each) for each in priced if not each.is_shadow]
    yield f"USD per million completion tokens: {basis}", "USD", [*per_million]


def per_hour(subject: Subject) -> Math:
    """USD per hour of a variant that has a price, at each time."""
    usd, metric = _priced(subject)
    expression = f"({usd}) * {SECONDS} / PERIOD({{paid}})"
    return Math(expression, {"paid": metric}, subject.variant.name)


def _per_million(subject: Subject) -> Math:
    usd, metric = _priced(subject)
    tokens = subject.ours("CompletionTokens", "Sum", "completion tokens")
    expression = f"({usd}) * {MILLION} / {{tokens}}"
    return Math(expression, {"paid": metric, "tokens": tokens}, subject.variant.name)


def _priced(subject: Subject) -> tuple[str, Metric]:
    found = _usd(subject)
    if found is None:
        raise ValueError(f"{subject.variant.instance} has no price in the catalogue")
    return found


def _usd(subject: Subject) -> tuple[str, Metric] | None:
    """USD of a period, as an expression of one metric; None where there is no price."""
    settings = subject.settings
    if isinstance(settings, ServerlessEndpoint):
        busy = subject.sagemaker("ModelLatency", "Sum", "model latency")
        hour = SECONDS * MICROSECONDS
        warm = warm_usd_per_hour(settings)
        kept = f" + PERIOD({{paid}}) * {warm:g} / {SECONDS}" if warm else ""
        return f"FILL({{paid}}, 0) * {usd_per_busy_hour(settings):g} / {hour}{kept}", busy
    price = usd_per_instance(subject.variant)
    if price is None:
        return None
    samples = subject.instances("MemoryUtilization", "SampleCount", "samples")
    return f"FILL({{paid}}, 0) * {price:g} * {SECONDS_PER_SAMPLE} / {SECONDS}", samples

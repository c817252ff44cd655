"""An instance that is lent to one request, and what the lending has to tell CloudWatch."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from lockgate.local.sagemaker.fleets import Instance

INVOCATIONS = "/invocations"
"""Where a container of one model answers."""


@dataclass(frozen=True)
class Measure:
    """One metric value that an invocation brings about, beside those that each one does."""

    name: str
    value: float
    unit: str
    namespace: str = "AWS/SageMaker"


def microseconds(name: str, seconds: float) -> Measure:
    """A time, in the unit of SageMaker's times."""
    return Measure(name, seconds * 1e6, "Microseconds")


async def _no_help(_status: int) -> bool:
    return False


@dataclass
class Loan:
    """An instance, and how to ask it."""

    id: str
    base_url: str
    path: str = INVOCATIONS
    measures: list[Measure] = field(default_factory=list)
    recover: Callable[[int], Awaitable[bool]] = _no_help
    """Takes the status of an answer; whether it did something for which to ask once more."""


def as_loan(instance: Instance) -> Loan:
    """What a fleet lends, as a loan."""
    return instance if isinstance(instance, Loan) else Loan(instance.id, instance.base_url)

"""The steps in which a blue/green update moves traffic."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lockgate.local.sagemaker.rollout.capacity import Portion, portion
from lockgate.local.sagemaker.rollout.policy import Policy


@dataclass(frozen=True)
class Step:
    """Traffic that moves, and the baking that follows."""

    portions: Mapping[str, Portion]
    """What of each variant's new fleet takes traffic from now on."""
    wait_s: int
    """Baking period, in seconds of AWS."""
    member: str
    """The member of the policy that gives it."""
    part: str
    """What the new capacity is called: canary, partial or full."""


def blue_green(policy: Policy, counts: Mapping[str, int]) -> Iterator[Step]:
    """The steps of a policy, for the instance counts of the new variants.

    Between two steps lies WaitIntervalInSeconds, after the last TerminationWaitInSeconds.
    Source: deployment-guardrails-blue-green-canary and -linear in the developer guide.
    """
    for number in range(1, policy.steps(counts)):
        assert policy.size is not None  # noqa: S101  (more than one step has a size)
        parts = {name: portion(policy.size, count, times=number) for name, count in counts.items()}
        part = "canary" if policy.routing == "CANARY" else "partial"
        yield Step(parts, policy.wait_s, "WaitIntervalInSeconds", part)
    full = {name: Portion(1.0, count) for name, count in counts.items()}
    yield Step(full, policy.termination_wait_s, "TerminationWaitInSeconds", "full")

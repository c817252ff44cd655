"""What the policies of a target together make of its capacity.

The largest capacity wins. Capacity is taken away only if no policy wants more, and each that may
take some away is ready to. Source: "How target tracking scaling works" in the user guide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lockgate.local.alarms.book import AlarmReading
from lockgate.local.autoscaling.adjustments import stepped, tracked
from lockgate.local.autoscaling.records import Policy

COOLDOWN_S = 300
"""Of endpoint variants, when a policy sets none."""


@dataclass(frozen=True)
class Proposal:
    """The capacity that one policy calls for, by one of its alarms."""

    policy: Policy
    alarm: str
    capacity: int


@dataclass(frozen=True)
class Standing:
    """A policy and its alarms, as they stand."""

    policy: Policy
    alarms: Sequence[AlarmReading]


def decide(standings: Sequence[Standing], capacity: int, *, now: float) -> list[Proposal]:
    """The proposals that change the capacity, the largest first; none to leave it.

    Args:
        standings: all policies of the target.
        capacity: the present one.
        now: seconds of AWS, on the clock of `Change.ended`.
    """
    proposals = [made for one in standings for made in _proposals(one, capacity, now)]
    ordered = sorted(proposals, key=lambda proposal: proposal.capacity, reverse=True)
    out = [one for one in ordered if one.capacity > capacity]
    if out:
        return out
    if not ordered or not all(_lets_go(one) for one in standings):
        return []
    return [one for one in ordered if one.capacity == ordered[0].capacity < capacity]


def _proposals(standing: Standing, capacity: int, now: float) -> list[Proposal]:
    policy = standing.policy
    found = []
    for alarm in standing.alarms:
        wanted = _wanted(policy, alarm, capacity, now) if alarm.calls else None
        if wanted is not None:
            held = wanted < capacity and _cools_in(policy, now)
            found.append(Proposal(policy, alarm.name, capacity if held else wanted))
    return found


def _wanted(policy: Policy, alarm: AlarmReading, capacity: int, now: float) -> int | None:
    """The capacity that a policy calls for when an alarm calls it."""
    base = _base(policy, capacity, now)
    if policy.tracking is None:
        wanted = stepped(policy.steps, capacity, alarm.points, alarm.threshold)
        if wanted is not None and wanted > capacity:
            wanted = stepped(policy.steps, base, alarm.points, alarm.threshold)
        return wanted
    if not alarm.points:
        return None
    target = float(policy.tracking["TargetValue"])
    if _is_high(alarm):
        return max(capacity, tracked(base, alarm.points[-1], target))
    if policy.tracking.get("DisableScaleIn", False):
        return None
    return min(capacity, tracked(capacity, max(alarm.points), target))


def _base(policy: Policy, capacity: int, now: float) -> int:
    """What a scale-out starts from: what its last one added counts until its cooldown is over."""
    last = policy.last
    if last is None or last.after <= last.before:
        return capacity
    return last.before if now - last.ended < _cooldown(policy, "ScaleOutCooldown") else capacity


def _cools_in(policy: Policy, now: float) -> bool:
    """Whether the policy took capacity away so lately that it may not do so again."""
    last = policy.last
    return (
        last is not None
        and last.after < last.before
        and now - last.ended < _cooldown(policy, "ScaleInCooldown")
    )


def _cooldown(policy: Policy, member: str) -> float:
    if policy.tracking is None:
        return float(policy.steps.get("Cooldown", COOLDOWN_S))
    return float(policy.tracking.get(member, COOLDOWN_S))


def _lets_go(standing: Standing) -> bool:
    """Whether a policy has nothing against less capacity."""
    tracking = standing.policy.tracking
    if tracking is None:
        return True  # if it wanted more, it would have proposed it
    if tracking.get("DisableScaleIn", False):
        return not any(alarm.calls for alarm in standing.alarms if _is_high(alarm))
    return any(alarm.calls for alarm in standing.alarms if not _is_high(alarm))


def _is_high(alarm: AlarmReading) -> bool:
    return alarm.comparison.startswith("GreaterThan")

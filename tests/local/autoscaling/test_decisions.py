from typing import Any

import pytest

from lockgate.local.alarms.book import AlarmReading
from lockgate.local.autoscaling.decisions import Proposal, Standing, decide
from lockgate.local.autoscaling.records import Change, Policy
from tests.local.autoscaling.test_adjustments import steps

NOW = 10_000.0


def alarm(*points: float, high: bool, calls: bool = True, threshold: float = 6) -> AlarmReading:
    side = "GreaterThanThreshold" if high else "LessThanThreshold"
    return AlarmReading("High" if high else "Low", "arn", calls, side, threshold, points)


def tracking(*alarms: AlarmReading, last: Change | None = None, **members: Any) -> Standing:
    """A policy that keeps a metric at 6."""
    configuration = {"TargetValue": 6} | members
    settings = {"PolicyName": "tracking", "TargetTrackingScalingPolicyConfiguration": configuration}
    return Standing(Policy("arn", settings, last=last), alarms)


def stepping(*alarms: AlarmReading, add: int = 1, last: Change | None = None) -> Standing:
    """A policy that adds, or takes away, some capacity."""
    configuration = steps((0, None, add), (None, 0, add))
    settings = {"PolicyName": "steps", "StepScalingPolicyConfiguration": configuration}
    return Standing(Policy("arn", settings, last=last), alarms)


def wanted(*standings: Standing, capacity: int) -> int:
    """The capacity that the policies agree on."""
    proposals: list[Proposal] = decide(standings, capacity, now=NOW)
    return proposals[0].capacity if proposals else capacity


def test_a_high_metric_adds_capacity_in_proportion() -> None:
    assert wanted(tracking(alarm(7, 9, 14, high=True)), capacity=2) == 5


def test_a_low_metric_takes_away_what_its_highest_point_does_not_need() -> None:
    assert wanted(tracking(alarm(2, 3, 1, high=False)), capacity=4) == 2


def test_an_alarm_that_does_not_call_changes_nothing() -> None:
    quiet = alarm(60, high=True, calls=False)
    assert wanted(tracking(quiet), capacity=2) == 2


def test_an_alarm_without_datapoints_changes_nothing() -> None:
    assert wanted(tracking(alarm(high=True)), capacity=2) == 2


def test_a_policy_that_may_not_take_away_does_not() -> None:
    assert wanted(tracking(alarm(0, high=False), DisableScaleIn=True), capacity=4) == 4


def test_the_largest_capacity_wins() -> None:
    step = stepping(alarm(9, high=True), add=5)
    assert wanted(tracking(alarm(12, high=True)), step, capacity=1) == 6
    assert wanted(tracking(alarm(60, high=True)), step, capacity=1) == 10


def test_all_policies_that_add_share_the_change() -> None:
    both = (tracking(alarm(12, high=True)), stepping(alarm(9, high=True)))
    assert [one.capacity for one in decide(both, 1, now=NOW)] == [2, 2]


def test_nothing_is_taken_away_while_another_policy_adds() -> None:
    low, step = tracking(alarm(0, high=False)), stepping(alarm(9, high=True))
    assert wanted(low, step, capacity=3) == 4


def test_nothing_is_taken_away_before_all_tracking_policies_are_ready() -> None:
    other = tracking(alarm(5.9, high=False, calls=False))
    assert wanted(tracking(alarm(0, high=False)), other, capacity=3) == 3


def test_of_two_ready_policies_the_one_that_takes_less_wins() -> None:
    policies = tracking(alarm(1, high=False)), tracking(alarm(4, high=False))
    assert wanted(*policies, capacity=6) == 4


def test_a_step_policy_takes_away_too() -> None:
    assert wanted(stepping(alarm(0, high=False), add=-2), capacity=5) == 3


@pytest.mark.parametrize(("age", "expected"), [(299, 2), (300, 4)])
def test_what_a_scale_out_added_counts_until_its_cooldown_is_over(age: int, expected: int) -> None:
    last = Change(before=1, after=2, ended=NOW - age)
    assert wanted(tracking(alarm(12, high=True), last=last), capacity=2) == expected


def test_a_larger_breach_adds_more_within_the_cooldown() -> None:
    last = Change(before=1, after=2, ended=NOW - 10)
    assert wanted(tracking(alarm(30, high=True), last=last), capacity=2) == 5


def test_a_step_adds_once_within_its_cooldown() -> None:
    last = Change(before=0, after=1, ended=NOW - 10)
    assert wanted(stepping(alarm(9, high=True), last=last), capacity=1) == 1


@pytest.mark.parametrize(("age", "expected"), [(59, 4), (60, 1)])
def test_nothing_is_taken_away_within_the_cooldown(age: int, expected: int) -> None:
    last = Change(before=5, after=4, ended=NOW - age)
    low = tracking(alarm(1, high=False), last=last, ScaleInCooldown=60)
    assert wanted(low, capacity=4) == expected


def test_capacity_is_added_within_the_cooldown_of_a_scale_in() -> None:
    last = Change(before=5, after=4, ended=NOW - 1)
    assert wanted(tracking(alarm(9, high=True), last=last), capacity=4) == 6

from datetime import timedelta
from typing import Any

import pytest

from infra.config.rollout import Rollout
from infra.config.rules.rollouts import total_wait
from tests.infra.config.conftest import Broken
from tests.infra.config.samples import Tree, small_endpoint


@pytest.mark.parametrize(
    ("rollout", "found"),
    [
        (
            {"percent": 10},
            "percent  all_at_once moves all traffic in one step, so 10 % has no meaning; remove "
            "percent, or choose canary, linear or rolling  [GRD-01]",
        ),
        (
            {"strategy": "rolling", "percent": 50, "termination_wait": "1m"},
            "termination_wait  a rolling update replaces the fleet in place and keeps no old one "
            "to wait for; remove termination_wait  [GRD-01]",
        ),
        (
            {"strategy": "canary"},
            "percent  a canary rollout needs the size of its steps; add percent, from 1 to 50  "
            "[GRD-02]",
        ),
        (
            {"strategy": "canary", "percent": 51},
            "percent  51 % is outside the 1 to 50 % of the fleet for a canary step; choose a size "
            "within them  [GRD-02]",
        ),
        (
            {"strategy": "linear", "percent": 9},
            "percent  9 % is outside the 10 to 50 % of the fleet for a linear step; choose a size "
            "within them  [GRD-02]",
        ),
        (
            {"strategy": "rolling", "percent": 4},
            "percent  4 % is outside the 5 to 50 % of the fleet for a rolling step; choose a size "
            "within them  [GRD-02]",
        ),
        (
            {"wait": "61m"},
            "wait  61m is not a whole number of seconds from 0s to 1h; choose a time within them  "
            "[GRD-03]",
        ),
        (
            {"termination_wait": "2h"},
            "termination_wait  2h is not a whole number of seconds from 0s to 1h; choose a time "
            "within them  [GRD-03]",
        ),
        (
            {"timeout": "9h"},
            "timeout  9h is not a whole number of seconds from 10m to 8h; choose a time within "
            "them  [GRD-03]",
        ),
        (
            {"strategy": "linear", "percent": 10, "wait": "5m", "timeout": "50m"},
            "timeout  the rollout waits for 55m in all, and may take 50m; shorten the waits, take "
            "larger steps, or allow more time  [GRD-03]",
        ),
        (
            {"strategy": "linear", "percent": 10, "wait": "1h"},
            "wait  the rollout waits for 605m in all, and may take 8h; shorten the waits, take "
            "larger steps, or allow more time  [GRD-03]",
        ),
    ],
)
def test_rollout_that_breaks_a_rule(
    broken_small: Broken, rollout: dict[str, Any], found: str
) -> None:
    found_all = broken_small(rollout=rollout, scale={"min": 2, "max": 2})
    assert found_all == [f"endpoints.chat.rollout.{found}"]


def test_steps_for_a_fleet_of_one(broken_small: Broken) -> None:
    assert broken_small(rollout={"strategy": "linear", "percent": 25}) == [
        "endpoints.chat.rollout.strategy  a linear step is at most 50 % of the fleet, and this "
        "fleet may be one instance; set scale.min and scale.max to 2 or more, or choose "
        "all_at_once  [GRD-02]"
    ]


def test_guardrails_on_inferentia1(broken_small: Broken) -> None:
    rollout = {"strategy": "canary", "percent": 10}
    assert (
        "endpoints.chat.rollout.strategy  ml.inf1.xlarge has no deployment guardrails; SageMaker "
        "would not do a canary rollout; choose all_at_once, or an Inf2 instance  [GRD-06]"
    ) in broken_small(instance="ml.inf1.xlarge", rollout=rollout)


def variants(count: int, **rollout: Any) -> Tree:
    each = {f"v{number}": {"model": "small@1"} for number in range(count)}
    return small_endpoint(model=None, variants=each, scale={"min": 2, "max": 2}, rollout=rollout)


def test_rolling_update_of_several_variants(broken: Broken) -> None:
    endpoint = variants(2, strategy="rolling", percent=50)
    assert broken(endpoints={"chat": endpoint}) == [
        "endpoints.chat.rollout.strategy  SageMaker does no rolling update of 2 variants; choose "
        "all_at_once, canary or linear  [GRD-06]"
    ]


def test_canary_of_several_variants_is_allowed(broken: Broken) -> None:
    assert broken(endpoints={"chat": variants(2, strategy="canary", percent=10)}) == []


@pytest.mark.parametrize(("count", "refused"), [(5, False), (6, True)])
def test_more_alarms_than_an_update_watches(broken: Broken, count: int, refused: bool) -> None:
    message = (
        "endpoints.chat.rollout.rollback  an update watches 10 alarms at most, and 6 variants have "
        "12; set rollback to false, or keep 5 variants  [GRD-04]"
    )
    assert broken(endpoints={"chat": variants(count)}) == ([message] if refused else [])


@pytest.mark.parametrize(
    ("strategy", "percent", "minutes"),
    [("all_at_once", None, 10), ("canary", 10, 10), ("linear", 30, 25), ("rolling", 50, 10)],
)
def test_total_wait_counts_the_steps(strategy: Any, percent: int | None, minutes: int) -> None:
    rollout = Rollout(strategy=strategy, percent=percent)
    assert total_wait(rollout) == timedelta(minutes=minutes)

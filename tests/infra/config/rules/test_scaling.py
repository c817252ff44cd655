from typing import Any

import pytest

from tests.infra.config.conftest import Broken, Found
from tests.infra.config.samples import async_endpoint, multi_model_endpoint

FOLLOW = {"concurrent_requests_per_instance": 2}


@pytest.mark.parametrize(
    ("scale", "found"),
    [
        (
            {"min": 0, "max": 0},
            "endpoints.chat.scale.min  0 instances cannot serve; a real-time endpoint has at least "
            "1; set min to 1 or more  [RT-VAR-03]",
        ),
        (
            {"min": 0, "max": 0, **FOLLOW},
            "endpoints.chat.scale.min  0 instances cannot serve; a real-time endpoint has at least "
            "1; set min to 1 or more  [RT-VAR-03]",
        ),
        (
            {"min": 0, "max": 2, **FOLLOW},
            "endpoints.chat.scale.min  a real-time endpoint cannot scale to 0 instances; at least "
            "1 stays; set min to 1 or more  [AS-03]",
        ),
        (
            {"min": 0},
            "endpoints.chat.scale.min  a real-time endpoint cannot scale to 0 instances; at least "
            "1 stays; set min to 1 or more  [AS-03]",
        ),
        (
            {"min": 3, "max": 2},
            "endpoints.chat.scale.max  at most 2 instances are fewer than the at least 3; set max "
            "to 3 or more, or lower min  [AS-03]",
        ),
        (
            {"min": 1, "max": 2},
            "endpoints.chat.scale.max  from 1 to 2 instances, but nothing says when to add one; "
            "add concurrent_requests_per_instance or invocations_per_instance_per_minute  [AS-02]",
        ),
        (
            {"min": 2, "max": 2, **FOLLOW},
            "endpoints.chat.scale.concurrent_requests_per_instance  min and max are both 2, so "
            "nothing scales; raise max, or remove the target  [SCALE]",
        ),
        (
            {"max": 2, "invocations_per_instance_per_minute": 0},
            "endpoints.chat.scale.invocations_per_instance_per_minute  0 is below the lowest "
            "target, 1; set 1 or more  [SCALE]",
        ),
        (
            {"max": 2, "concurrent_requests_per_instance": 5},
            "endpoints.chat.scale.concurrent_requests_per_instance  small@1 answers 4 requests at "
            "once, so with a target of 5 the others wait before an instance is added; set 4 or "
            "less  [SCALE]",
        ),
        (
            {"max": 2, **FOLLOW, "scale_in_cooldown": "2d"},
            "endpoints.chat.scale.scale_in_cooldown  2d is not a whole number of seconds from 0s "
            "to 1d; choose a time within them  [SCALE]",
        ),
    ],
)
def test_scale_that_breaks_a_rule(broken_small: Broken, scale: dict[str, Any], found: str) -> None:
    assert broken_small(scale=scale) == [found]


def test_burstable_instance_that_scales(broken_small: Broken) -> None:
    assert broken_small(instance="ml.t2.medium", scale={"max": 2, **FOLLOW}) == [
        "endpoints.chat.instance  ml.t2.medium is burstable, and SageMaker does not scale T2 "
        "instances; use ml.c5 or ml.m5, or set max to min  [AS-03]"
    ]


def test_burstable_instance_of_fixed_count_is_allowed(broken_small: Broken) -> None:
    assert broken_small(instance="ml.t2.medium") == []


def test_both_targets_are_allowed(broken_small: Broken) -> None:
    scale = {"max": 2, **FOLLOW, "invocations_per_instance_per_minute": 60}
    assert broken_small(scale=scale) == []


@pytest.mark.parametrize(
    ("scale", "message"),
    [
        (
            {"min": 0, "max": 0},
            "scale.max  0 instances cannot serve; an async endpoint has at least 1; set max to 1 "
            "or more  [RT-VAR-03]",
        ),
        (
            {"min": -1, "max": 1},
            "scale.min  -1 is below 0, the fewest instances; set 0 or more  [AS-03]",
        ),
        (
            {"min": 2, "max": 1},
            "scale.max  at most 1 instances are fewer than the at least 2; set max to 2 or more, "
            "or lower min  [AS-03]",
        ),
        (
            {"min": 1, "max": 1, "backlog_per_instance": 5},
            "scale.backlog_per_instance  min and max are both 1, so nothing scales; raise max, or "
            "remove the target  [SCALE]",
        ),
        (
            {"backlog_per_instance": 0},
            "scale.backlog_per_instance  0 is below the lowest target, 1; set 1 or more  [SCALE]",
        ),
    ],
)
def test_async_scale_that_breaks_a_rule(found: Found, scale: dict[str, Any], message: str) -> None:
    assert found(async_endpoint(scale=scale)) == [message]


def test_async_endpoint_may_scale_to_zero(found: Found) -> None:
    assert found(async_endpoint(scale={"min": 0, "max": 4})) == []


def test_multi_model_endpoint_cannot_scale_to_zero(found: Found) -> None:
    scale = {"min": 0, "max": 2, "invocations_per_instance_per_minute": 60}
    assert found(multi_model_endpoint(scale=scale)) == [
        "scale.min  a multi-model endpoint cannot scale to 0 instances; at least 1 stays; set "
        "min to 1 or more  [AS-03]"
    ]


def test_multi_model_endpoint_with_nothing_to_follow(found: Found) -> None:
    assert found(multi_model_endpoint(scale={"max": 3})) == [
        "scale.max  from 1 to 3 instances, but nothing says when to add one; add "
        "invocations_per_instance_per_minute  [AS-02]"
    ]

"""What is registered when, by what the endpoint really has."""

from collections.abc import Mapping
from typing import Any

import pytest

from functions.variant_scaling.request import Phase, Request, Variant
from functions.variant_scaling.scaling import EndpointMissingError, apply, remove

TRACK = {"PolicyName": "Concurrency", "PolicyType": "TargetTrackingScaling"}
WAKE = {"PolicyName": "WakeUp", "Alarm": {"AlarmName": "dev-chat-HasBacklogWithoutCapacity"}}
SMALL = Variant("ml.c5.large", 1, 3, (TRACK,))
LARGE = Variant("ml.c5.xlarge", 1, 3, (TRACK,))
FIXED = Variant("ml.c5.large")


class Calls:
    """Writes down what is asked of a registration."""

    def __init__(self) -> None:
        self.made: list[tuple[Any, ...]] = []

    def register(self, name: str, variant: Variant) -> None:
        self.made.append(("register", name, variant.instance))

    def deregister(self, name: str) -> None:
        self.made.append(("deregister", name))

    def forget(self, name: str, *, policies: set[str], alarms: set[str]) -> None:
        if policies or alarms:
            self.made.append(("forget", name, *sorted(policies), *sorted(alarms)))


def asked(
    phase: Phase,
    live: dict[str, str],
    variants: Mapping[str, Variant],
    before: Mapping[str, Variant] | None = None,
) -> list[tuple[Any, ...]]:
    """What is called for an update of the template from `before` to `variants`."""
    calls: Any = Calls()
    apply(Request("dev-chat", phase, variants, before or {}), live, calls)
    made: list[tuple[Any, ...]] = calls.made
    return made


def test_new_endpoint_is_registered_once_it_exists() -> None:
    assert asked("before", {}, {"a": SMALL}) == []
    assert asked("after", {"a": "ml.c5.large"}, {"a": SMALL}) == [("register", "a", "ml.c5.large")]


def test_endpoint_that_should_exist_and_does_not_is_an_error() -> None:
    with pytest.raises(EndpointMissingError, match="endpoint dev-chat does not exist"):
        asked("after", {}, {"a": SMALL})


def test_update_that_keeps_the_instance_type_touches_nothing_before_it() -> None:
    more = Variant("ml.c5.large", 2, 5, (TRACK,))
    assert asked("before", {"a": "ml.c5.large"}, {"a": more}, {"a": SMALL}) == []


def test_scaling_that_is_switched_on_waits_for_the_endpoint() -> None:
    live = {"a": "ml.c5.large"}
    assert asked("before", live, {"a": SMALL}, {"a": FIXED}) == []
    assert asked("after", live, {"a": SMALL}) == [("register", "a", "ml.c5.large")]


def test_changed_type_is_deregistered_before_the_update_and_registered_after() -> None:
    update = ({"a": LARGE}, {"a": SMALL})
    assert asked("before", {"a": "ml.c5.large"}, *update) == [("deregister", "a")]
    assert asked("after", {"a": "ml.c5.xlarge"}, *update) == [("register", "a", "ml.c5.xlarge")]


def test_rollback_of_an_update_that_failed_registers_at_once() -> None:
    found = asked("before", {"a": "ml.c5.large"}, {"a": SMALL}, {"a": LARGE})
    assert found == [("register", "a", "ml.c5.large")]


def test_rollback_of_an_update_that_succeeded_goes_the_same_way_back() -> None:
    update = ({"a": SMALL}, {"a": LARGE})
    assert asked("before", {"a": "ml.c5.xlarge"}, *update) == [("deregister", "a")]
    assert asked("after", {"a": "ml.c5.large"}, *update) == [("register", "a", "ml.c5.large")]


def test_rollback_that_takes_the_second_question_first_ends_registered_too() -> None:
    update = ({"a": SMALL}, {"a": LARGE})
    assert asked("after", {"a": "ml.c5.xlarge"}, *update) == [("deregister", "a")]
    assert asked("before", {"a": "ml.c5.large"}, *update) == [("register", "a", "ml.c5.large")]


def test_variant_that_is_not_what_the_template_says_is_told_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert asked("after", {"a": "ml.c5.xlarge"}, {"a": SMALL}) == [("deregister", "a")]
    assert "variant a of dev-chat runs on ml.c5.xlarge" in caplog.text


def test_type_that_changes_while_scaling_is_switched_off_is_deregistered() -> None:
    wanted = {"a": Variant("ml.c5.xlarge")}
    assert asked("before", {"a": "ml.c5.large"}, wanted, {"a": SMALL}) == [("deregister", "a")]


def test_rollback_to_a_variant_that_was_not_scaled_registers_nothing() -> None:
    assert asked("before", {"a": "ml.c5.large"}, {"a": FIXED}, {"a": LARGE}) == []


def test_variant_that_goes_away_is_deregistered_and_the_other_is_left_alone() -> None:
    live = {"a": "ml.c5.large", "b": "ml.c5.large"}
    assert asked("before", live, {"a": SMALL}, {"a": SMALL, "b": SMALL}) == [("deregister", "b")]


def test_rollback_of_a_removal_registers_the_variant_again() -> None:
    live = {"a": "ml.c5.large", "b": "ml.c5.large"}
    found = asked("before", live, {"a": SMALL, "b": SMALL}, {"a": SMALL})
    assert found == [("register", "b", "ml.c5.large")]


def test_variant_whose_scaling_is_switched_off_beside_a_scaled_one_is_deregistered() -> None:
    live = {"a": "ml.c5.large", "b": "ml.c5.large"}
    found = asked("after", live, {"a": SMALL, "b": FIXED}, {"a": SMALL, "b": SMALL})
    assert found == [("register", "a", "ml.c5.large"), ("deregister", "b")]


def test_policy_that_the_template_drops_is_deleted_before_its_successor_comes() -> None:
    other = Variant("ml.c5.large", 1, 3, ({"PolicyName": "Invocations"},))
    found = asked("after", {"a": "ml.c5.large"}, {"a": other}, {"a": SMALL})
    assert found == [("forget", "a", "Concurrency"), ("register", "a", "ml.c5.large")]


def test_alarm_goes_with_its_policy() -> None:
    waking = Variant("ml.c5.large", 0, 3, (TRACK, WAKE))
    found = asked("after", {"a": "ml.c5.large"}, {"a": SMALL}, {"a": waking})
    assert found == [
        ("forget", "a", "WakeUp"),
        ("register", "a", "ml.c5.large"),
        ("forget", "a", "dev-chat-HasBacklogWithoutCapacity"),
    ]


def test_deletion_of_the_second_question_scales_nothing_any_longer() -> None:
    calls: Any = Calls()
    waking = Variant("ml.c5.large", 0, 3, (TRACK, WAKE))
    remove(Request("dev-chat", "after", {"a": waking}), calls)
    assert calls.made == [
        ("deregister", "a"),
        ("forget", "a", "dev-chat-HasBacklogWithoutCapacity"),
    ]


def test_deletion_of_the_first_question_changes_nothing() -> None:
    calls: Any = Calls()
    remove(Request("dev-chat", "before", {"a": SMALL}), calls)
    assert calls.made == []

import pytest

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_config, create_model
from tests.local.sagemaker.rollout.conftest import (
    baking,
    begin,
    describe,
    hammering,
    invoke,
    pending,
    stage_of,
    until,
)
from tests.local.sagemaker.rollout.policies import blue_green, canary, linear, watched

pytestmark = pytest.mark.usefixtures("endpoint")
HOUR = 3600


def test_a_canary_that_bakes_is_described_as_such(aws: InProcess) -> None:
    begin(aws, canary(25, wait=HOUR))
    variant = baking(aws)
    assert (variant["CurrentInstanceCount"], variant["DesiredInstanceCount"]) == (4, 4)
    assert variant["VariantStatus"][0]["StatusMessage"] == (
        "Baking for 3600 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity "
        "of 1 instance(s)."
    )
    described = describe(aws)
    assert described["EndpointConfigName"] == "config"
    assert described["PendingDeploymentSummary"]["EndpointConfigName"] == "next"
    assert described["LastDeploymentConfig"] == canary(25, wait=HOUR)


def test_a_canary_takes_a_part_of_the_requests_of_both_fleets(aws: InProcess) -> None:
    begin(aws, canary(50, wait=HOUR))
    baking(aws)
    invoke(aws, times=64)  # one fleet would get all of them once in 2 ** 63 runs
    assert all(fleet.served for fleet in aws.fleets.made)


def test_a_canary_that_passes_replaces_the_old_fleet(aws: InProcess) -> None:
    begin(aws, watched(canary(25, wait=20, termination_wait=20), "errors"))
    described = aws.settle("chat")
    assert (described["EndpointStatus"], described["EndpointConfigName"]) == ("InService", "next")
    assert "FailureReason" not in described
    assert "PendingDeploymentSummary" not in described
    old, new = aws.fleets.made
    assert (old.events, new.events) == (["started", "drained"], ["started"])


def test_the_old_fleet_stays_for_the_termination_wait(aws: InProcess) -> None:
    begin(aws, blue_green("ALL_AT_ONCE", termination_wait=HOUR))
    message = baking(aws, "full")["VariantStatus"][0]["StatusMessage"]
    assert "(TerminationWaitInSeconds) with traffic enabled on full capacity of 4" in message
    invoke(aws, times=8)
    old, new = aws.fleets.made
    assert (old.served, new.served, old.events) == (0, 8, ["started"])


def test_linear_steps_follow_each_other(aws: InProcess) -> None:
    begin(aws, linear(50, wait=300, termination_wait=300))
    baking(aws, "partial capacity of 2 instance(s)")
    baking(aws, "full capacity of 4 instance(s)")
    assert aws.settle("chat")["EndpointConfigName"] == "next"


def test_an_alarm_while_the_canary_bakes_takes_the_update_back(aws: InProcess) -> None:
    begin(aws, watched(canary(25, wait=HOUR), "errors", "latency"))
    baking(aws)
    aws.alarms.ringing = {"latency"}
    described = aws.settle("chat")
    assert (described["EndpointStatus"], described["EndpointConfigName"]) == ("InService", "config")
    assert "alarm(s) latency in ALARM state" in described["FailureReason"]
    old, new = aws.fleets.made
    assert (old.events, new.events) == (["started"], ["started", "drained"])


def test_an_alarm_in_the_last_baking_period_takes_the_update_back(aws: InProcess) -> None:
    begin(aws, watched(blue_green("ALL_AT_ONCE", termination_wait=HOUR), "errors"))
    baking(aws, "full")
    aws.alarms.ringing = {"errors"}
    assert aws.settle("chat")["EndpointConfigName"] == "config"


def test_an_alarm_that_rings_before_the_update_takes_it_back(aws: InProcess) -> None:
    aws.alarms.ringing = {"errors"}
    begin(aws, watched(canary(25, wait=HOUR), "errors"))
    assert "errors" in aws.settle("chat")["FailureReason"]


def test_an_alarm_of_somebody_else_changes_nothing(aws: InProcess) -> None:
    aws.alarms.ringing = {"other"}
    begin(aws, watched(canary(25, wait=20), "errors"))
    assert aws.settle("chat")["EndpointConfigName"] == "next"


def test_no_request_fails_when_a_canary_is_taken_back(aws: InProcess) -> None:
    begin(aws, watched(canary(50, wait=HOUR), "errors"))
    with hammering(aws):
        baking(aws)
        until(aws, lambda _: aws.fleets.made[1].served > 0)
        aws.alarms.ringing = {"errors"}
        aws.settle("chat")
    assert aws.recorder.values("Invocation5XXErrors").count(1.0) == 0


def test_no_request_fails_when_a_canary_passes(aws: InProcess) -> None:
    with hammering(aws) as counts:
        begin(aws, canary(25, wait=50, termination_wait=50))
        aws.settle("chat")
        until(aws, lambda _: all(counts))


def test_a_status_of_rolling_back_shows_while_the_new_fleet_ends(aws: InProcess) -> None:
    begin(aws, watched(canary(25, wait=HOUR), "errors"))
    baking(aws)
    new = aws.fleets.made[1]
    new.mode = "drains slowly"
    aws.alarms.ringing = {"errors"}
    described = until(aws, lambda told: told["EndpointStatus"] == "RollingBack")
    assert stage_of(described)["StatusMessage"] == "Terminating 4 instance(s)."
    aws.run(open_gate(aws))
    assert aws.settle("chat")["EndpointStatus"] == "InService"


def test_the_fleet_that_comes_up_is_described(aws: InProcess) -> None:
    create_model(aws.sagemaker, "slow", MODE="wait")
    create_config(aws.sagemaker, "slow", ModelName="slow", InitialInstanceCount=3)
    begin(aws, canary(25), "slow")
    variant = pending(describe(aws))
    assert (variant["CurrentInstanceCount"], variant["DesiredInstanceCount"]) == (0, 3)
    (stage,) = variant["VariantStatus"]
    assert (stage["Status"], stage["StatusMessage"]) == ("Creating", "Launching 3 instance(s).")


def test_the_end_of_the_local_aws_stops_both_fleets(aws: InProcess) -> None:
    begin(aws, canary(25, wait=HOUR))
    baking(aws)
    aws.run(aws.service.close())
    assert [fleet.events[-1] for fleet in aws.fleets.made] == ["stopped", "stopped"]


def test_the_end_of_the_local_aws_stops_a_fleet_that_is_drained(aws: InProcess) -> None:
    old = aws.fleets.made[0]
    old.mode = "drains slowly"
    begin(aws, canary(25, wait=0))
    aws.settle("chat")
    aws.run(aws.service.close())
    assert old.events == ["started", "stopped"]


def test_a_failure_nobody_thought_of_leaves_an_end_and_a_reason(
    aws: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> list[str]:
        raise LookupError("no such region")

    monkeypatch.setattr(aws.alarms, "in_alarm", fail)
    begin(aws, watched(canary(25, wait=60), "errors"))
    described = aws.settle("chat")
    assert described["EndpointStatus"] == "UpdateRollbackFailed"
    assert described["FailureReason"] == "LookupError: no such region"


async def open_gate(aws: InProcess) -> None:
    aws.fleets.gate.set()

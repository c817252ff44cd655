import pytest

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_config, create_model
from tests.local.sagemaker.rollout.conftest import (
    baking,
    begin,
    describe,
    hammering,
    invoke,
    stage_of,
    until,
)
from tests.local.sagemaker.rollout.policies import rolling, watched

pytestmark = pytest.mark.usefixtures("endpoint")
HOUR = 3600


def small_config(aws: InProcess) -> None:
    """A configuration whose fleets do not grow beyond one instance."""
    create_model(aws.sagemaker, "small", MODE="small")
    create_config(aws.sagemaker, "small", ModelName="small", InitialInstanceCount=4)


def test_batches_replace_the_instances(aws: InProcess) -> None:
    begin(aws, watched(rolling(2, wait=10), "errors"))
    described = aws.settle("chat")
    assert (described["EndpointStatus"], described["EndpointConfigName"]) == ("InService", "next")
    assert described["ProductionVariants"][0]["CurrentInstanceCount"] == 4
    old, new = aws.fleets.made
    assert old.events == ["started", "scaled to 2", "drained"]
    assert new.events == ["started", "scaled to 4"]


def test_a_batch_that_bakes_is_described_as_such(aws: InProcess) -> None:
    begin(aws, rolling(1, wait=HOUR))
    variant = baking(aws)
    assert (variant["CurrentInstanceCount"], variant["DesiredInstanceCount"]) == (1, 4)
    assert stage_of(describe(aws))["StatusMessage"] == (
        "Baking for 3600 seconds (WaitIntervalInSeconds) with traffic enabled on partial capacity "
        "of 1 instance(s)."
    )


def test_the_new_instances_take_their_share_while_they_bake(aws: InProcess) -> None:
    begin(aws, rolling(2, wait=HOUR))
    baking(aws)
    invoke(aws, times=64)  # one fleet would get all of them once in 2 ** 63 runs
    assert all(fleet.served for fleet in aws.fleets.made)


def test_another_instance_count_is_reached_by_batches_of_it(aws: InProcess) -> None:
    create_config(aws.sagemaker, "smaller", InitialInstanceCount=2)
    begin(aws, rolling(1, wait=0), "smaller")
    assert aws.settle("chat")["ProductionVariants"][0]["CurrentInstanceCount"] == 2
    old, new = aws.fleets.made
    assert old.events == ["started", "scaled to 2", "drained"]
    assert new.events == ["started", "scaled to 2"]


def test_an_alarm_brings_the_old_instances_back(aws: InProcess) -> None:
    begin(aws, watched(rolling(2, wait=300), "errors"))
    baking(aws, "full capacity")
    aws.alarms.ringing = {"errors"}
    described = aws.settle("chat")
    assert (described["EndpointStatus"], described["EndpointConfigName"]) == ("InService", "config")
    assert described["ProductionVariants"][0]["CurrentInstanceCount"] == 4
    old, new = aws.fleets.made
    assert old.events == ["started", "scaled to 2", "scaled to 4"]
    assert new.events[-1] == "drained"


def test_a_rollback_has_batches_of_its_own(aws: InProcess) -> None:
    size = {"Type": "CAPACITY_PERCENT", "Value": 25}
    begin(aws, watched(rolling(2, wait=300, RollbackMaximumBatchSize=size), "errors"))
    baking(aws, "full capacity")
    aws.alarms.ringing = {"errors"}
    aws.settle("chat")
    old, new = aws.fleets.made
    assert old.events[2:] == ["scaled to 3", "scaled to 4"]
    assert new.events[2:] == ["scaled to 1", "drained"]


def test_a_batch_that_does_not_start_takes_the_update_back(aws: InProcess) -> None:
    small_config(aws)
    begin(aws, rolling(1, wait=0), "small")
    described = aws.settle("chat")
    assert (described["EndpointStatus"], described["EndpointConfigName"]) == ("InService", "config")
    assert "Variant primary was not scaled to 2" in described["FailureReason"]
    assert described["ProductionVariants"][0]["CurrentInstanceCount"] == 4


def test_a_machine_without_room_takes_the_update_back(aws: InProcess) -> None:
    create_model(aws.sagemaker, "crowded", MODE="no processes")
    create_config(aws.sagemaker, "crowded", ModelName="crowded", InitialInstanceCount=4)
    begin(aws, rolling(1, wait=0), "crowded")
    described = aws.settle("chat")
    assert described["EndpointStatus"] == "InService"
    assert "Resource temporarily unavailable" in described["FailureReason"]


def test_a_rollback_that_fails_leaves_both_in_service(aws: InProcess) -> None:
    begin(aws, watched(rolling(2, wait=300), "errors"))
    baking(aws, "full capacity")
    old, new = aws.fleets.made
    old.mode = "small"
    aws.alarms.ringing = {"errors"}
    described = aws.settle("chat")
    assert described["EndpointStatus"] == "UpdateRollbackFailed"
    assert "no room" in described["FailureReason"]
    invoke(aws, times=8)
    assert "drained" not in old.events + new.events


def test_another_size_does_not_remedy_a_rollback_that_failed(aws: InProcess) -> None:
    test_a_rollback_that_fails_leaves_both_in_service(aws)
    aws.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="chat",
        DesiredWeightsAndCapacities=[{"VariantName": "primary", "DesiredWeight": 2.0}],
    )
    assert aws.settle("chat")["EndpointStatus"] == "UpdateRollbackFailed"


def test_an_update_remedies_a_rollback_that_failed(aws: InProcess) -> None:
    test_a_rollback_that_fails_leaves_both_in_service(aws)
    aws.alarms.ringing = set()
    begin(aws, rolling(2), "config")
    assert aws.settle("chat")["EndpointStatus"] == "InService"
    *before, serving = aws.fleets.made
    assert [fleet.events[-1] for fleet in before] == ["drained", "drained"]
    assert serving.events == ["started"]


def test_no_request_fails_in_batches_or_in_their_rollback(aws: InProcess) -> None:
    with hammering(aws) as counts:
        begin(aws, watched(rolling(1, wait=200), "errors"))
        baking(aws, "of 3 instance(s)")
        aws.alarms.ringing = {"errors"}
        aws.settle("chat")
        until(aws, lambda _: all(counts))


def test_several_variants_move_all_at_once(
    aws: InProcess, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "lockgate")
    variants = [{"VariantName": name} for name in ("a", "b")]
    create_several(aws, *variants)
    begin(aws, rolling(1, wait=HOUR), "several")
    assert aws.settle("chat")["EndpointConfigName"] == "several"
    assert "endpoints with several variants have no rolling deployments" in caplog.text


def create_several(aws: InProcess, *members: dict[str, str]) -> None:
    sizes = {"InitialInstanceCount": 4, "InstanceType": "ml.c5.large", "ModelName": "model"}
    aws.sagemaker.create_endpoint_config(
        EndpointConfigName="several", ProductionVariants=[sizes | one for one in members]
    )

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_config, create_model, variant

ARN = "arn:aws:sagemaker:eu-west-1:000000000000:endpoint/chat"


def create(aws: InProcess, config: str = "config") -> dict[str, Any]:
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName=config)
    return aws.settle("chat")


def update(aws: InProcess, config: str, **members: Any) -> dict[str, Any]:
    aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName=config, **members)
    return aws.settle("chat")


def waiting_config(aws: InProcess, name: str = "slow") -> None:
    """A configuration whose containers wait until the gate opens."""
    create_model(aws.sagemaker, "slow", MODE="wait")
    create_config(aws.sagemaker, name, ModelName="slow")


def broken_config(aws: InProcess) -> None:
    """A configuration whose container exits."""
    create_model(aws.sagemaker, "broken", MODE="exit")
    create_config(aws.sagemaker, "broken", ModelName="broken")


def test_a_new_endpoint_goes_from_creating_to_in_service(aws: InProcess) -> None:
    waiting_config(aws)
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="slow")
    described = aws.sagemaker.describe_endpoint(EndpointName="chat")
    assert described["EndpointStatus"] == "Creating"
    assert described["PendingDeploymentSummary"]["EndpointConfigName"] == "slow"
    aws.run(open_gate(aws))
    assert aws.settle("chat")["EndpointStatus"] == "InService"


async def open_gate(aws: InProcess) -> None:
    aws.fleets.gate.set()


def test_an_endpoint_in_service_names_its_variants(aws: InProcess) -> None:
    create_config(aws.sagemaker, InitialInstanceCount=2)
    (described,) = create(aws)["ProductionVariants"]
    assert (described["VariantName"], described["CurrentInstanceCount"]) == ("primary", 2)
    assert described["DeployedImages"][0]["SpecifiedImage"].endswith("lockgate/echo:1")


def test_a_container_that_exits_fails_the_endpoint_with_its_last_words(aws: InProcess) -> None:
    broken_config(aws)
    described = create(aws, "broken")
    assert described["EndpointStatus"] == "Failed"
    assert described["FailureReason"] == (
        "The primary container for production variant primary did not pass the ping health "
        "check. Please check CloudWatch logs for this endpoint. The container of echo exited "
        "with code 7. Last output: the model file is missing"
    )


def test_an_endpoint_with_an_unknown_configuration_is_refused(sagemaker: Any) -> None:
    message = 'Could not find endpoint configuration "arn:aws:.*:endpoint-config/config"'
    with pytest.raises(ClientError, match=message):
        sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")


@pytest.mark.usefixtures("endpoint")
def test_a_second_endpoint_of_the_name_is_refused(sagemaker: Any) -> None:
    message = f'Cannot create already existing endpoint "{ARN}"'
    with pytest.raises(ClientError, match=message):
        sagemaker.create_endpoint(EndpointName="Chat", EndpointConfigName="config")


def test_an_unknown_endpoint_cannot_be_described(sagemaker: Any) -> None:
    with pytest.raises(ClientError, match=f'Could not find endpoint "{ARN}"'):
        sagemaker.describe_endpoint(EndpointName="chat")


@pytest.mark.usefixtures("endpoint")
def test_an_update_swaps_the_fleets_and_drains_the_old_one(aws: InProcess) -> None:
    create_config(aws.sagemaker, "next", InitialInstanceCount=2)
    described = update(aws, "next")
    old, new = aws.fleets.made
    assert described["EndpointStatus"] == "InService"
    assert described["EndpointConfigName"] == "next"
    assert (old.events, new.events) == (["started", "drained"], ["started"])


@pytest.mark.usefixtures("endpoint")
def test_an_endpoint_serves_while_it_is_updated(aws: InProcess) -> None:
    waiting_config(aws)
    aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="slow")
    described = aws.sagemaker.describe_endpoint(EndpointName="chat")
    assert described["EndpointStatus"] == "Updating"
    assert described["EndpointConfigName"] == "config"
    answer = aws.runtime.invoke_endpoint(EndpointName="chat", Body=b"hello")
    assert answer["Body"].read() == b"hello"
    aws.run(open_gate(aws))
    assert aws.settle("chat")["EndpointConfigName"] == "slow"


@pytest.mark.usefixtures("endpoint")
def test_a_failed_update_leaves_the_old_fleet_in_service_with_the_reason(aws: InProcess) -> None:
    broken_config(aws)
    described = update(aws, "broken")
    assert described["EndpointStatus"] == "InService"
    assert described["EndpointConfigName"] == "config"
    assert "the model file is missing" in described["FailureReason"]
    answer = aws.runtime.invoke_endpoint(EndpointName="chat", Body=b"hello")
    assert answer["Body"].read() == b"hello"


@pytest.mark.usefixtures("endpoint")
def test_an_endpoint_that_is_updated_refuses_another_operation(aws: InProcess) -> None:
    waiting_config(aws)
    aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="slow")
    with pytest.raises(ClientError, match=f'Cannot update in-progress endpoint "{ARN}"'):
        aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="config")
    with pytest.raises(ClientError, match=f'Cannot update in-progress endpoint "{ARN}"'):
        aws.sagemaker.delete_endpoint(EndpointName="chat")


def test_a_failed_endpoint_can_only_be_deleted(aws: InProcess) -> None:
    broken_config(aws)
    create(aws, "broken")
    with pytest.raises(ClientError, match="Cannot update failed endpoint"):
        aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="broken")
    aws.sagemaker.delete_endpoint(EndpointName="chat")


@pytest.mark.usefixtures("endpoint")
def test_a_deleted_endpoint_stops_its_fleet_and_is_gone(aws: InProcess) -> None:
    aws.sagemaker.delete_endpoint(EndpointName="chat")
    with pytest.raises(ClientError, match="Could not find endpoint"):
        aws.settle("chat")
    assert aws.fleets.made[0].events == ["started", "stopped"]


@pytest.mark.usefixtures("endpoint")
def test_a_deleted_endpoint_stops_the_fleet_that_an_update_left_behind(aws: InProcess) -> None:
    create_config(aws.sagemaker, "next")
    (old,) = aws.fleets.made
    old.mode = "drains slowly"
    update(aws, "next")
    aws.sagemaker.delete_endpoint(EndpointName="chat")
    with pytest.raises(ClientError, match="Could not find endpoint"):
        aws.settle("chat")
    assert [fleet.events for fleet in aws.fleets.made] == [["started", "stopped"]] * 2


@pytest.fixture
def broken_logs(aws: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """No log line can be kept."""

    def refuse(*_: object) -> None:
        raise RuntimeError("the log group is gone")

    monkeypatch.setattr(aws.recorder, "put_log_events", refuse)


@pytest.mark.usefixtures("broken_logs")
def test_an_endpoint_comes_up_though_its_log_lines_are_lost(aws: InProcess) -> None:
    create_config(aws.sagemaker)
    assert create(aws, "config")["EndpointStatus"] == "InService"


@pytest.mark.usefixtures("endpoint", "broken_logs")
def test_an_endpoint_is_deleted_though_its_log_lines_are_lost(aws: InProcess) -> None:
    aws.sagemaker.delete_endpoint(EndpointName="chat")
    with pytest.raises(ClientError, match="Could not find endpoint"):
        aws.settle("chat")


@pytest.mark.usefixtures("endpoint")
def test_a_desired_instance_count_scales_the_fleet(aws: InProcess) -> None:
    desired = {"VariantName": "primary", "DesiredInstanceCount": 3, "DesiredWeight": 2.0}
    aws.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="chat", DesiredWeightsAndCapacities=[desired]
    )
    (described,) = aws.settle("chat")["ProductionVariants"]
    assert aws.fleets.made[0].count == 3
    assert (described["CurrentInstanceCount"], described["CurrentWeight"]) == (3, 2.0)


@pytest.mark.parametrize(
    ("mode", "reason"),
    [("small", "no room"), ("no processes", "Resource temporarily unavailable")],
)
def test_a_fleet_that_cannot_grow_serves_on_and_says_why(
    aws: InProcess, mode: str, reason: str
) -> None:
    create_model(aws.sagemaker, "model", MODE=mode)
    create_config(aws.sagemaker)
    create(aws)
    desired = {"VariantName": "primary", "DesiredInstanceCount": 2}
    aws.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="chat", DesiredWeightsAndCapacities=[desired]
    )
    described = aws.settle("chat")
    assert described["EndpointStatus"] == "InService"
    assert reason in described["FailureReason"]
    assert described["ProductionVariants"][0]["CurrentInstanceCount"] == 1


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize(
    ("desired", "message"),
    [
        ({"VariantName": "other", "DesiredWeight": 1.0}, 'Could not find variant "other"'),
        ({"VariantName": "primary", "DesiredInstanceCount": 0}, "must be at least 1"),
    ],
)
def test_a_size_that_no_variant_can_have_is_refused(
    sagemaker: Any, desired: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        sagemaker.update_endpoint_weights_and_capacities(
            EndpointName="chat", DesiredWeightsAndCapacities=[desired]
        )


@pytest.mark.usefixtures("endpoint")
def test_an_update_that_retains_properties_keeps_the_instance_count(aws: InProcess) -> None:
    desired = {"VariantName": "primary", "DesiredInstanceCount": 3}
    aws.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="chat", DesiredWeightsAndCapacities=[desired]
    )
    aws.settle("chat")
    create_config(aws.sagemaker, "next")
    (described,) = update(aws, "next", RetainAllVariantProperties=True)["ProductionVariants"]
    assert described["CurrentInstanceCount"] == 3


def test_traffic_goes_to_variants_by_weight(aws: InProcess) -> None:
    create_model(aws.sagemaker)
    variants = [variant(InitialVariantWeight=0), variant(VariantName="other")]
    aws.sagemaker.create_endpoint_config(EndpointConfigName="config", ProductionVariants=variants)
    create(aws)
    answer = aws.runtime.invoke_endpoint(EndpointName="chat", Body=b"")
    assert answer["InvokedProductionVariant"] == "other"


def test_container_output_goes_to_the_endpoints_log(aws: InProcess) -> None:
    create_config(aws.sagemaker)
    create(aws)
    line = ("/aws/sagemaker/Endpoints/chat", "primary/i-0123456789abcdef0", "starting")
    assert aws.recorder.lines == [line]

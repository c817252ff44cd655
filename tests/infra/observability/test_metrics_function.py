"""The functions that make metrics, as the observability stack has them."""

from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from tests.infra.templates import Assembly, plain

STACK = "observability"
FUNCTIONS = ("MetricsFunction", "MetricsReplayFunction", "CapturesCaptureFunction")


def function(house: Assembly, name: str) -> dict[str, Any]:
    handlers = {
        "MetricsFunction": "functions.metrics.handler.on_records",
        "MetricsReplayFunction": "functions.metrics.replay.on_event",
        "CapturesCaptureFunction": "functions.capture.handler.on_messages",
    }
    rows = house.resources("kinds", STACK, "AWS::Lambda::Function").values()
    (found,) = [row for row in rows if row["Handler"] == handlers[name]]
    return found


def allowed(house: Assembly, name: str) -> list[dict[str, Any]]:
    role = function(house, name)["Role"]["Fn::GetAtt"][0]
    (policy,) = house.resources("kinds", STACK, "AWS::IAM::Role")[role]["Policies"]
    statements: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return statements


def actions(statements: list[dict[str, Any]]) -> set[str]:
    found = [row["Action"] for row in statements]
    return {name for row in found for name in ([row] if isinstance(row, str) else row)}


def sources(house: Assembly) -> list[dict[str, Any]]:
    return list(house.resources("kinds", STACK, "AWS::Lambda::EventSourceMapping").values())


@pytest.fixture
def stream(house: Assembly) -> dict[str, Any]:
    (found,) = [row for row in sources(house) if "StartingPosition" in row]
    return found


def test_failures_of_a_batch_are_isolated(stream: dict[str, Any]) -> None:
    assert stream["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert stream["BisectBatchOnFunctionError"] is True


def test_retries_and_age_are_bounded(stream: dict[str, Any]) -> None:
    assert stream["MaximumRetryAttempts"] == 1000
    assert stream["MaximumRecordAgeInSeconds"] == 21_600


def test_batches_are_gathered_for_seconds(stream: dict[str, Any]) -> None:
    assert stream["MaximumBatchingWindowInSeconds"] == 5
    assert stream["BatchSize"] == 1000
    assert stream["ParallelizationFactor"] == 1


def test_records_that_are_given_up_are_kept_whole(stream: dict[str, Any]) -> None:
    destination = plain(stream["DestinationConfig"]["OnFailure"]["Destination"], join=True)
    assert destination.startswith("arn:aws:s3:::")


def test_nothing_is_skipped_that_came_before_the_function(stream: dict[str, Any]) -> None:
    assert stream["StartingPosition"] == "TRIM_HORIZON"


def test_sources_are_what_the_api_takes(house: Assembly) -> None:
    service = botocore.session.get_session().get_service_model("lambda")
    shape = service.operation_model("CreateEventSourceMapping").input_shape
    for properties in sources(house):
        sent = {key: plain(value) for key, value in properties.items() if key != "Tags"}
        assert ParamValidator().validate(sent, shape).generate_report() == ""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_are_what_the_api_takes(house: Assembly, name: str) -> None:
    service = botocore.session.get_session().get_service_model("lambda")
    shape = service.operation_model("CreateFunction").input_shape
    sent = {key: plain(each) for key, each in function(house, name).items() if key != "Tags"}
    report = ParamValidator().validate({"FunctionName": "made-up", **sent}, shape)
    assert report.generate_report() == ""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_run_on_the_cheaper_processor(house: Assembly, name: str) -> None:
    assert function(house, name)["Architectures"] == ["arm64"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_resource_is_everything(house: Assembly, name: str) -> None:
    assert not [row for row in allowed(house, name) if row["Resource"] == "*"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_logs_are_encrypted_and_end(house: Assembly, name: str) -> None:
    group = function(house, name)["LoggingConfig"]["LogGroup"]["Ref"]
    properties = house.resources("kinds", STACK, "AWS::Logs::LogGroup")[group]
    assert properties["KmsKeyId"]
    assert properties["RetentionInDays"] == 30


def test_metrics_function_deletes_nothing(house: Assembly) -> None:
    of_s3 = {name for name in actions(allowed(house, "MetricsFunction")) if name.startswith("s3:")}
    assert of_s3 == {"s3:GetObject", "s3:ListBucket", "s3:PutObject"}


def test_metrics_function_reads_what_it_stores_only(house: Assembly) -> None:
    (read,) = [row for row in allowed(house, "MetricsFunction") if row["Action"] == "s3:GetObject"]
    folders = [plain(resource, join=True).split("/")[-2] for resource in read["Resource"]]
    assert folders == ["records", "quarantine"]


def test_replay_writes_nothing_but_which_minutes_it_has_published(house: Assembly) -> None:
    statements = allowed(house, "MetricsReplayFunction")
    (writing,) = [row for row in statements if row["Action"] == "s3:PutObject"]
    assert str(writing["Resource"]).endswith("/published/*']]}")
    assert actions(statements) == {
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKey",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
    }


def test_functions_of_a_folder_share_their_code(house: Assembly) -> None:
    metrics, replay = (function(house, name)["Code"] for name in FUNCTIONS[:2])
    assert metrics == replay

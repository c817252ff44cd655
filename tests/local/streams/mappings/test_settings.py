"""Settings of mappings: Lambda's defaults, AWS's time, and what is refused."""

from typing import Any
from uuid import uuid4

import pytest

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.streams.mappings.settings import Settings, check_queue, check_stream
from lockgate.local.time_scale import REAL_TIME, TimeScale

STREAM = "arn:aws:kinesis:eu-west-1:000000000000:stream/records"


def request(**changes: Any) -> dict[str, Any]:
    """A new mapping; a member that is None is left out."""
    members = {
        "EventSourceArn": STREAM,
        "FunctionName": "reader",
        "StartingPosition": "TRIM_HORIZON",
    } | changes
    return {name: value for name, value in members.items() if value is not None}


def test_defaults_are_those_of_lambda() -> None:
    settings = Settings.of({}, REAL_TIME)
    assert settings == Settings(100, 0, 1, False, False, None, None, None)


def test_windows_and_ages_are_in_the_time_of_aws() -> None:
    known = {"MaximumBatchingWindowInSeconds": 5, "MaximumRecordAgeInSeconds": 600}
    settings = Settings.of(known, TimeScale(100))
    assert (settings.window_s, settings.oldest_s) == (0.05, 6)


def test_an_empty_destination_is_none() -> None:
    known = {"DestinationConfig": {"OnFailure": {"Destination": ""}}}
    assert Settings.of(known, REAL_TIME).destination is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"BatchSize": 0}, "greater than or equal to 1"),
        ({"ParallelizationFactor": 11}, "less than or equal to 10"),
        ({"MaximumBatchingWindowInSeconds": 301}, "less than or equal to 300"),
        ({"MaximumRetryAttempts": 10001}, "less than or equal to 10000"),
        ({"MaximumRecordAgeInSeconds": 0}, "must be -1 or at least 60 seconds"),
        ({"StartingPosition": None}, "startingPosition"),
        ({"StartingPosition": "AT_TIMESTAMP"}, "StartingPositionTimestamp must be specified"),
        ({"StartingPositionTimestamp": 1}, "only supported for StartingPosition AT_TIMESTAMP"),
        ({"TumblingWindowInSeconds": 1}, "does not emulate lambda tumbling windows"),
        ({"ScalingConfig": {"MaximumConcurrency": 2}}, "only supported for Amazon SQS"),
        (
            {"DestinationConfig": {"OnFailure": {"Destination": STREAM}}},
            "is no S3 bucket, SQS queue or SNS topic",
        ),
        (
            {"DestinationConfig": {"OnSuccess": {"Destination": "arn:aws:s3:::b"}}},
            "Streams have a destination for failures only",
        ),
    ],
)
def test_what_lambda_does_not_take_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ServiceError, match=message):
        check_stream(request(**changes), is_new=True)


def test_a_mapping_that_changes_needs_no_start() -> None:
    check_stream({"UUID": str(uuid4()), "BatchSize": 5}, is_new=False)


def test_more_than_ten_messages_need_a_window() -> None:
    with pytest.raises(ServiceError, match="greater than 0 if maximum batch size is greater"):
        check_queue({"BatchSize": 11})
    check_queue({"BatchSize": 11, "MaximumBatchingWindowInSeconds": 1})

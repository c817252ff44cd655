"""The settings of a mapping, and which of them Lambda refuses.

https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lockgate.local.protocol.errors import ServiceError, not_emulated
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.validation import check
from lockgate.local.time_scale import TimeScale

DEFAULTS: dict[str, Any] = {
    "BatchSize": 100,
    "MaximumBatchingWindowInSeconds": 0,
    "ParallelizationFactor": 1,
    "BisectBatchOnFunctionError": False,
    "MaximumRetryAttempts": -1,
    "MaximumRecordAgeInSeconds": -1,
    "TumblingWindowInSeconds": 0,
    "FunctionResponseTypes": [],
    "DestinationConfig": {"OnFailure": {}},
}
"""What Lambda assumes for a stream."""
YOUNGEST_S = 60
"""Least MaximumRecordAgeInSeconds but -1."""
UNBATCHED = 10
"""Largest batch without a batching window, of a queue only."""
_STARTS = "StartingPosition"
_WHEN = "StartingPositionTimestamp"


@dataclass(frozen=True)
class Settings:
    """How records are gathered, tried again and given up. Times are real seconds."""

    batch_size: int
    window_s: float
    factor: int
    """Batches of one shard that are under way at once."""
    bisects: bool
    reports_failures: bool
    retries: int | None
    """None for any number."""
    oldest_s: float | None
    """None for any age."""
    destination: str | None
    """ARN of what hears of records that are given up."""

    @classmethod
    def of(cls, mapping: Mapping[str, Any], time_scale: TimeScale) -> "Settings":
        """Read those of GetEventSourceMapping; a batching window and an age are AWS's time."""
        known = DEFAULTS | dict(mapping)
        oldest_s = known["MaximumRecordAgeInSeconds"]
        retries = known["MaximumRetryAttempts"]
        failure = (known["DestinationConfig"] or {}).get("OnFailure") or {}
        return cls(
            batch_size=known["BatchSize"],
            window_s=time_scale.seconds(known["MaximumBatchingWindowInSeconds"]),
            factor=known["ParallelizationFactor"],
            bisects=known["BisectBatchOnFunctionError"],
            reports_failures="ReportBatchItemFailures" in known["FunctionResponseTypes"],
            retries=None if retries < 0 else retries,
            oldest_s=None if oldest_s < 0 else time_scale.seconds(oldest_s),
            destination=failure.get("Destination") or None,
        )


def check_stream(request: Mapping[str, Any], *, is_new: bool) -> None:
    """Look at the settings of a mapping of a stream.

    Raises:
        ServiceError: Lambda would not take them, or the local AWS does not emulate them.
    """
    name = "CreateEventSourceMapping" if is_new else "UpdateEventSourceMapping"
    shape = operation("lambda", name).input_shape
    check(shape, {key: value for key, value in request.items() if key in shape.members})
    if request.get("TumblingWindowInSeconds"):
        raise not_emulated("lambda", "tumbling windows")
    if 0 <= request.get("MaximumRecordAgeInSeconds", -1) < YOUNGEST_S:
        raise _invalid(f"Maximum record age must be -1 or at least {YOUNGEST_S} seconds.")
    if "ScalingConfig" in request:
        raise _invalid("ScalingConfig is only supported for Amazon SQS event sources.")
    _check_destination(request)
    if is_new:
        _check_start(request)


def _check_start(request: Mapping[str, Any]) -> None:
    start = request.get(_STARTS)
    if start is None:
        raise _invalid("1 validation error detected: Value null at 'startingPosition'")
    if start == "AT_TIMESTAMP" and _WHEN not in request:
        raise _invalid(f"{_WHEN} must be specified for {_STARTS} AT_TIMESTAMP.")
    if start != "AT_TIMESTAMP" and _WHEN in request:
        raise _invalid(f"{_WHEN} is only supported for {_STARTS} AT_TIMESTAMP.")


def _check_destination(request: Mapping[str, Any]) -> None:
    config = request.get("DestinationConfig") or {}
    if config.get("OnSuccess"):
        raise _invalid("Streams have a destination for failures only.")
    arn = (config.get("OnFailure") or {}).get("Destination")
    if arn and (arn.split(":") + [""] * 3)[2] not in {"s3", "sqs", "sns"}:
        raise _invalid(f"The destination {arn} is no S3 bucket, SQS queue or SNS topic.")


def check_queue(request: Mapping[str, Any]) -> None:
    """Look at the settings of a mapping of a queue.

    Raises:
        ServiceError: Lambda would not take them.
    """
    window = request.get("MaximumBatchingWindowInSeconds", 0)
    if request.get("BatchSize", UNBATCHED) > UNBATCHED and not window:
        raise _invalid(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is "
            f"greater than {UNBATCHED}"
        )


def _invalid(message: str) -> ServiceError:
    return ServiceError("InvalidParameterValueException", message)

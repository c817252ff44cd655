"""Subscription filters: what PutSubscriptionFilter refuses, and what is delivered.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
"""

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from lockgate.local.protocol.errors import ServiceError, not_emulated
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.scope import Scope
from lockgate.local.protocol.validation import check
from lockgate.local.streams.envelopes import Event, Source, data_messages
from lockgate.local.streams.patterns.errors import FilterPatternError
from lockgate.local.streams.patterns.pattern import matcher

MOST = 2
"""Filters of one log group (LOG-03)."""
Filter = Mapping[str, Any]
"""The members of PutSubscriptionFilter."""
_NOT_EMULATED = ("applyOnTransformedLogs", "fieldSelectionCriteria", "emitSystemFields")
_NO_STREAM = (
    "Could not deliver test message to specified Kinesis stream. "
    "Check if the given kinesis stream is in ACTIVE state."
)
_NO_ROLE = "Make sure you have given CloudWatch Logs permission to assume the provided role."
_NO_FUNCTION = (
    "Could not execute the lambda function. "
    "Make sure you have given CloudWatch Logs permission to execute your function."
)


class Destinations(Protocol):
    """What filters may deliver to; each method knows whether one is there."""

    def has_stream(self, arn: str) -> bool:
        """Whether there is such a Kinesis stream, and it is active."""

    def has_function(self, arn: str) -> bool:
        """Whether there is such a Lambda function, or alias or version of one."""

    def can_assume(self, role: str) -> bool:
        """Whether there is such a role, and CloudWatch Logs may assume it."""


def check_filter(
    scope: Scope, wanted: Filter, others: Sequence[str], destinations: Destinations
) -> None:
    """Look at a new or changed filter; `others` are the names of the log group's other filters.

    Raises:
        ServiceError: CloudWatch Logs would not take it, or the local AWS does not emulate it.
    """
    shape = operation("logs", "PutSubscriptionFilter").input_shape
    check(shape, wanted, code="InvalidParameterException")
    for name in _NOT_EMULATED:
        if wanted.get(name):
            raise not_emulated("logs", f"subscription filters with {name}")
    try:
        matcher(wanted["filterPattern"])
    except FilterPatternError as error:
        raise _invalid(str(error)) from error
    _check_destination(scope, wanted, destinations)
    if len(others) >= MOST:
        raise ServiceError("LimitExceededException", "Resource limit exceeded.")


def _check_destination(scope: Scope, wanted: Filter, destinations: Destinations) -> None:
    arn, role = wanted["destinationArn"], wanted.get("roleArn")
    service = (arn.split(":") + [""] * 3)[2]
    if service not in {"kinesis", "lambda"}:
        raise not_emulated("logs", f"subscription filters that deliver to {arn}")
    if not arn.startswith(scope.arn(service, "")):
        raise _invalid(f"destinationArn {arn} is not of account {scope.account}, {scope.region}")
    if service == "lambda":
        _check_function(arn, role, destinations)
        return
    if role is None:
        raise _invalid("destinationArn for vendor kinesis cannot be used without roleArn")
    if not destinations.can_assume(role):
        raise _invalid(_NO_ROLE)
    if not destinations.has_stream(arn):
        raise _invalid(_NO_STREAM)


def _check_function(arn: str, role: str | None, destinations: Destinations) -> None:
    if role is not None:
        raise _invalid("destinationArn for vendor lambda cannot be used with roleArn")
    if not destinations.has_function(arn):
        raise _invalid(_NO_FUNCTION)


def envelopes(
    subscription: Filter, owner: str, stream: str, events: Sequence[Event]
) -> Iterator[bytes]:
    """The events of one log stream that a filter lets through, as CloudWatch Logs packs them."""
    matches = matcher(subscription["filterPattern"])
    matching = [event for event in events if matches(event.message)]
    group, name = subscription["logGroupName"], subscription["filterName"]
    return data_messages(Source(owner, group, stream, name), matching)


def partition_key(subscription: Filter, stream: str) -> str:
    """One for each log stream, so that its events stay in order, or a random one.

    The filter's `distribution` decides. Hashed, since a log stream's name may be longer than a
    partition key.
    """
    if subscription["distribution"] == "Random":
        return uuid.uuid4().hex
    where = f"{subscription['logGroupName']}:{stream}"
    return hashlib.sha256(where.encode()).hexdigest()[:32]


def _invalid(message: str) -> ServiceError:
    return ServiceError("InvalidParameterException", message)

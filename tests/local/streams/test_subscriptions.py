"""What PutSubscriptionFilter refuses, and what a filter lets through."""

import gzip
import json
from dataclasses import dataclass
from typing import Any

import pytest

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.scope import Scope
from lockgate.local.streams.envelopes import Event
from lockgate.local.streams.subscriptions import check_filter, envelopes, partition_key

SCOPE = Scope("000000000000", "eu-west-1")
STREAM = SCOPE.arn("kinesis", "stream/records")
FUNCTION = SCOPE.arn("lambda", "function:reader")
ROLE = "arn:aws:iam::000000000000:role/logs"


@dataclass(frozen=True)
class FakeDestinations:
    """One stream, one function and one role."""

    trusts: bool = True

    def has_stream(self, arn: str) -> bool:
        return arn == STREAM

    def has_function(self, arn: str) -> bool:
        return arn == FUNCTION

    def can_assume(self, role: str) -> bool:
        return self.trusts and role == ROLE


def wanted(**changes: Any) -> dict[str, Any]:
    """A filter; a member that is None is left out."""
    members = {
        "logGroupName": "/group",
        "filterName": "inferences",
        "filterPattern": "{ $.status >= 200 }",
        "destinationArn": STREAM,
        "roleArn": ROLE,
    } | changes
    return {name: value for name, value in members.items() if value is not None}


def refusal(request: dict[str, Any], *others: str, trusts: bool = True) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        check_filter(SCOPE, request, others, FakeDestinations(trusts))
    return refused.value


@pytest.mark.parametrize("request_", [wanted(), wanted(destinationArn=FUNCTION, roleArn=None)])
def test_a_filter_to_what_is_there_is_taken(request_: dict[str, Any]) -> None:
    check_filter(SCOPE, request_, ["another"], FakeDestinations())


def test_a_third_filter_is_over_the_limit() -> None:
    assert refusal(wanted(), "one", "two").code == "LimitExceededException"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"filterPattern": "{ $.a = "}, "must end with '}'"),
        ({"filterPattern": "x" * 1025}, "length less than or equal to 1024"),
        ({"filterName": "a:b"}, "'filterName' failed to satisfy constraint"),
        ({"distribution": "Even"}, "enum value set: [ByLogStream, Random]"),
        ({"destinationArn": None}, "'destinationArn' failed to satisfy constraint"),
        ({"destinationArn": STREAM + "2"}, "Could not deliver test message to specified Kinesis"),
        ({"roleArn": None}, "for vendor kinesis cannot be used without roleArn"),
        ({"roleArn": ROLE + "2"}, "permission to assume the provided role"),
        ({"destinationArn": FUNCTION}, "for vendor lambda cannot be used with roleArn"),
        (
            {"destinationArn": FUNCTION + "2", "roleArn": None},
            "Could not execute the lambda function",
        ),
        (
            {"destinationArn": "arn:aws:kinesis:us-east-1:000000000000:stream/records"},
            "is not of account 000000000000, eu-west-1",
        ),
    ],
)
def test_a_filter_that_cannot_work_is_refused(changes: dict[str, Any], message: str) -> None:
    refused = refusal(wanted(**changes))
    assert refused.code == "InvalidParameterException"
    assert message in refused.message


def test_a_role_that_logs_may_not_assume_is_refused() -> None:
    assert "assume the provided role" in refusal(wanted(), trusts=False).message


@pytest.mark.parametrize(
    "changes",
    [
        {"destinationArn": SCOPE.arn("firehose", "deliverystream/records")},
        {"emitSystemFields": ["@aws.account"]},
    ],
)
def test_what_is_not_emulated_says_so(changes: dict[str, Any]) -> None:
    assert "does not emulate logs subscription filters" in refusal(wanted(**changes)).message


def test_a_filter_lets_through_what_matches() -> None:
    events = [Event(str(n), n, f'{{"status": {n}}}') for n in (100, 200, 500)]
    (data,) = envelopes(wanted(), "000000000000", "primary/i-1", events)
    found = json.loads(gzip.decompress(data))
    assert [event["timestamp"] for event in found["logEvents"]] == [200, 500]


def test_events_of_one_log_stream_have_one_key() -> None:
    by_stream = wanted(distribution="ByLogStream")
    keys = {partition_key(by_stream, stream) for stream in ("a", "a", "b", "x" * 500)}
    assert len(keys) == 3
    assert all(len(key) <= 256 for key in keys)


def test_random_distribution_has_a_new_key_each_time() -> None:
    random = wanted(distribution="Random")
    assert partition_key(random, "a") != partition_key(random, "a")

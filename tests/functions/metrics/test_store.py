from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from functions.metrics.arrival import Arrival
from functions.metrics.reading import Item, Reading
from functions.metrics.store import WAITS_S, Outcome, Store

ARRIVAL = Arrival("shardId-0", "42", 0.0, "")
RECORD = Item("records/x.json.gz", b"bytes")
NOTES = Item("quarantine/x.json", b"{}")
OURS = {"sequence-number": "42", "shard-id": "shardId-0"}
PUT = {
    "Bucket": "b",
    "Key": RECORD.key,
    "Body": RECORD.body,
    "ContentType": "application/gzip",
    "IfNoneMatch": "*",
    "Metadata": OURS,
}
PUT_NOTES = {
    "Bucket": "b",
    "Key": NOTES.key,
    "Body": NOTES.body,
    "ContentType": "application/json",
}
HEAD = {"Bucket": "b", "Key": RECORD.key}


@pytest.fixture(scope="module")
def client() -> Any:
    return boto3.client("s3", region_name="eu-west-1")


@pytest.fixture
def s3(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stub:
        yield stub
    stub.assert_no_pending_responses()


def keep(s3: Stubber, notes: Item | None = None, slept: list[float] | None = None) -> Outcome:
    sleep = (lambda seconds: None) if slept is None else slept.append
    return Store("b", s3.client, sleep).keep(Reading(ARRIVAL, RECORD, notes))


def exists(s3: Stubber, metadata: dict[str, str]) -> None:
    s3.add_client_error("put_object", "PreconditionFailed", http_status_code=412)
    s3.add_response("head_object", {"Metadata": metadata}, HEAD)


def test_record_is_stored_unless_it_is_there(s3: Stubber) -> None:
    s3.add_response("put_object", {}, PUT)
    assert keep(s3) is Outcome.STORED


def test_record_of_an_earlier_try_is_retried(s3: Stubber) -> None:
    exists(s3, OURS)
    assert keep(s3) is Outcome.RETRIED


@pytest.mark.parametrize("other", [{"sequence-number": "41"}, {"shard-id": "shardId-1"}])
def test_record_that_came_as_another_one_is_a_duplicate(s3: Stubber, other: dict[str, str]) -> None:
    exists(s3, OURS | other)
    assert keep(s3) is Outcome.DUPLICATE


def test_object_that_somebody_else_put_there_is_a_duplicate(s3: Stubber) -> None:
    exists(s3, {})
    assert keep(s3) is Outcome.DUPLICATE


def test_conflicting_write_is_tried_again(s3: Stubber) -> None:
    slept: list[float] = []
    s3.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
    s3.add_response("put_object", {}, PUT)
    assert keep(s3, slept=slept) is Outcome.STORED
    assert slept == [WAITS_S[0]]


def test_conflict_that_does_not_end_is_an_error(s3: Stubber) -> None:
    for _ in range(len(WAITS_S) + 1):
        s3.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
    with pytest.raises(ClientError, match="ConditionalRequestConflict"):
        keep(s3)


def test_refusal_is_an_error(s3: Stubber) -> None:
    s3.add_client_error("put_object", "AccessDenied", http_status_code=403)
    with pytest.raises(ClientError, match="AccessDenied"):
        keep(s3)


def test_notes_are_stored_after_the_record(s3: Stubber) -> None:
    s3.add_response("put_object", {}, PUT)
    s3.add_response("put_object", {}, PUT_NOTES)
    assert keep(s3, NOTES) is Outcome.STORED


def test_notes_are_stored_again_when_the_record_is_retried(s3: Stubber) -> None:
    exists(s3, OURS)
    s3.add_response("put_object", {}, PUT_NOTES)
    assert keep(s3, NOTES) is Outcome.RETRIED


def test_duplicate_has_no_notes_of_its_own(s3: Stubber) -> None:
    exists(s3, {})
    assert keep(s3, NOTES) is Outcome.DUPLICATE

"""What functions report of messages."""

from typing import Any

import pytest

from lockgate.local.streams.mappings.queues import failed_messages

IDS = {"a", "b"}


def response(*identifiers: Any) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": one} for one in identifiers]}


@pytest.mark.parametrize("nothing", [None, "", {}, {"batchItemFailures": None}, response()])
def test_a_response_without_failures_fails_none(nothing: Any) -> None:
    assert failed_messages(nothing, IDS) == set()


def test_reported_messages_fail() -> None:
    assert failed_messages(response("b"), IDS) == {"b"}


@pytest.mark.parametrize(
    "broken",
    [response("a", ""), response(None), response("c"), response(1), {"batchItemFailures": "a"},
     {"batchItemFailures": [{"id": "a"}]}],
)  # fmt: skip
def test_failures_that_are_not_to_be_understood_fail_all(broken: Any) -> None:
    assert failed_messages(broken, IDS) == IDS

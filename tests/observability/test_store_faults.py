"""S3 that is busy, broken, slow or cut off while the metrics function stores records."""

from typing import Any

import pytest

from tests.observability.faults import Faults
from tests.observability.lines import requests
from tests.observability.pipeline import Endpoint, Pipeline, ids_of

pytestmark = pytest.mark.local_aws
RECORDS = 10
TRIES = 5
"""Of the function's client, for each object."""
PUT = {"service": "s3", "operation": "PutObject"}
BUSY = {"error": {"code": "SlowDown", "status": 503}}
LATE_MS = 10_200
"""Longer than the function's client waits for an answer; the request reaches S3 after that."""


def holds(endpoint: Endpoint, faults: Faults, number: int = RECORDS) -> None:
    """Records put while there are faults are stored once each, and their requests count once."""
    data = requests(endpoint.name, number)
    endpoint.put(*data)
    endpoint.settle()
    assert faults.injected() > 0
    assert endpoint.stored() == ids_of(data)
    assert endpoint.sum("Requests") == 2 * number
    assert endpoint.sum("CompletionTokens") == 2 * number * 5
    assert endpoint.quarantined() == []
    assert endpoint.pipeline.given_up() == []


@pytest.fixture
def endpoint(faulty: Pipeline, name: str) -> Endpoint:
    return Endpoint(faulty, name)


FAULTS: dict[str, dict[str, Any]] = {
    "throttles": BUSY | {"times": 12},
    "fails": {"error": {"code": "InternalError", "status": 500}, "times": 8},
    "times out": {"timeout_ms": 300, "times": 5},
    "hangs up": {"reset": True, "times": 8},
    "hangs up in midst of an upload": {"request": {"cut_upload": {"after_bytes": 100}}, "times": 5},
    "is told that a write is under way": {
        "error": {"code": "ConditionalRequestConflict", "status": 409},
        "times": 5,
    },
}


@pytest.mark.parametrize("how", FAULTS)
def test_s3_that(endpoint: Endpoint, faults: Faults, how: str) -> None:
    faults.inject(**PUT, **FAULTS[how])
    holds(endpoint, faults)


def test_s3_that_refuses_until_the_batch_comes_again(endpoint: Endpoint, faults: Faults) -> None:
    """More refusals than the client has tries: a part of the batch fails, and is read again."""
    faults.inject(**PUT, **BUSY, times=3 * TRIES)
    holds(endpoint, faults, 3)


def test_s3_that_does_not_say_what_is_there(endpoint: Endpoint, faults: Faults) -> None:
    """Conditional writes find what an earlier delivery stored, and HeadObject fails at first."""
    data = requests(endpoint.name, 5)
    endpoint.put(*data)
    endpoint.settle()
    faults.inject(service="s3", operation="HeadObject", **BUSY, times=4)
    endpoint.put(*data)
    endpoint.settle()
    assert faults.injected() == 4
    assert endpoint.stored() == ids_of(data)
    assert endpoint.sum("Requests") == 10


def test_a_write_that_arrives_after_it_was_given_up(endpoint: Endpoint, faults: Faults) -> None:
    faults.inject(**PUT, latency=LATE_MS, times=1)
    holds(endpoint, faults, 3)

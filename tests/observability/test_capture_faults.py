"""S3 that is busy, broken or cut off while the capture function reads, derives and replaces."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.local.conftest import LocalAws
from tests.local.polling import until
from tests.observability.capturing import Capturing
from tests.observability.conftest import empty_aws
from tests.observability.faults import Faults
from tests.observability.faults import running as running_faults
from tests.observability.pipeline import contents

pytestmark = pytest.mark.local_aws
OBJECTS = 4
BUSY = {"error": {"code": "SlowDown", "status": 503}}
TRIES = 5
"""Of the function's client, for each request."""


@pytest.fixture(scope="module")
def quick_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """A message that failed comes again after three seconds; one at work is hidden for 300."""
    with empty_aws(tmp_path_factory.mktemp("project"), time_scale=100) as started:
        yield started


@pytest.fixture(scope="module")
def proxy(quick_aws: LocalAws) -> Iterator[Faults]:
    with running_faults(quick_aws) as started:
        yield started


@pytest.fixture(scope="module")
def capturing(quick_aws: LocalAws, proxy: Faults) -> Capturing:
    return Capturing(quick_aws, "capturing").deploy({"AWS_ENDPOINT_URL": proxy.url})


def holds(capturing: Capturing, endpoint: str, ids: list[str]) -> None:
    """Each record has one row and counts once."""
    capturing.settle()
    until(lambda: capturing.sum("CapturedRequests", endpoint) >= len(ids))
    assert capturing.rows(endpoint) == Counter(ids)
    assert capturing.sum("CapturedRequests", endpoint) == len(ids)
    assert capturing.dead() == 0


FAULTS: dict[str, dict[str, Any]] = {
    "read-throttled": {"operation": "GetObject", **BUSY, "times": 4},
    "read-cut-off": {"operation": "GetObject", "response": {"abort_frac": 0.5}, "times": 2},
    "write-throttled": {"operation": "PutObject", **BUSY, "times": 4},
    "write-failed": {
        "operation": "PutObject",
        "error": {"code": "InternalError", "status": 500},
        "times": 4,
    },
    "write-reset": {"operation": "PutObject", "reset": True, "times": 4},
}


@pytest.mark.parametrize("how", FAULTS)
def test_s3_fails_for_a_while(capturing: Capturing, faults: Faults, how: str) -> None:
    faults.inject(service="s3", **FAULTS[how])
    ids = capturing.put(how, OBJECTS)
    holds(capturing, how, ids)
    assert faults.injected() > 0


def test_s3_refuses_until_the_message_comes_again(capturing: Capturing, faults: Faults) -> None:
    faults.inject(service="s3", operation="PutObject", **BUSY, times=TRIES)
    ids = capturing.put("comes-again", 1)
    holds(capturing, "comes-again", ids)
    assert faults.injected() == TRIES


def test_messages_that_come_twice(capturing: Capturing) -> None:
    ids = capturing.put("twice", OBJECTS)
    capturing.tell_again("twice")
    holds(capturing, "twice", ids)
    capturing.tell_again("twice")
    holds(capturing, "twice", ids)


@pytest.mark.parametrize("operation", ["PutObject", "DeleteObject"])
def test_a_text_is_taken_out_whatever_fails(
    capturing: Capturing, faults: Faults, operation: str
) -> None:
    faults.inject(service="s3", operation=operation, **BUSY, times=TRIES)
    capturing.put("secret", 1, text="KEPT1234")
    capturing.settle()
    assert faults.injected() == TRIES
    left = contents(capturing.aws, capturing.captures)
    assert [key for key in left if key.startswith("captures/secret/")] == []
    (cleaned,) = (body for key, body in left.items() if key.startswith("redacted/secret/"))
    assert b"[REDACTED]" in cleaned
    assert not any(b"KEPT" in body for body in left.values())

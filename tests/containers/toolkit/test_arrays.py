"""Bodies in numpy's format, which the toolkit itself would read as pickles."""

from pathlib import Path

import httpx
import pytest

from tests.containers.pickled import NPY, array_creating, array_of
from tests.containers.toolkit.models import LABELS, ROWS

NPY_BODY = {"Content-Type": NPY}


def test_array_of_numbers_is_answered(classifier: httpx.Client) -> None:
    served = classifier.post("/invocations", content=array_of(ROWS), headers=NPY_BODY)
    assert [answer["label"] for answer in served.json()] == LABELS


def test_array_of_objects_is_refused_and_runs_no_code(
    classifier: httpx.Client, tmp_path: Path
) -> None:
    body = array_creating(tmp_path / "ran")
    refused = classifier.post("/invocations", content=body, headers=NPY_BODY)
    message = refused.json()["error"]["message"]
    assert (refused.status_code, (tmp_path / "ran").exists()) == (400, False)
    assert message.startswith("the body cannot be read: Object arrays cannot be loaded when")


@pytest.mark.parametrize("body", [b"", b"\x80\x04.", b"\x93NUMPY\x01\x00"])
def test_what_is_no_array_is_refused(classifier: httpx.Client, body: bytes) -> None:
    refused = classifier.post("/invocations", content=body, headers=NPY_BODY)
    message = refused.json()["error"]["message"]
    assert (refused.status_code, message[:24]) == (400, "the body cannot be read:")

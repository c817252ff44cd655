import json
from typing import Any

import pytest

from functions.capture.messages import objects
from functions.capture.place import CapturedObject
from functions.capture.trouble import CaptureError

RECORD: dict[str, Any] = {
    "eventName": "ObjectCreated:Put",
    "s3": {"bucket": {"name": "b"}, "object": {"key": "captures/a+b/%C3%A4.jsonl"}},
}


def read(*records: Any) -> list[CapturedObject]:
    return objects(json.dumps({"Records": records}))


def test_key_is_decoded() -> None:
    assert read(RECORD) == [CapturedObject("b", "captures/a b/ä.jsonl")]


def test_version_is_read() -> None:
    versioned = {"bucket": {"name": "b"}, "object": {"key": "k", "versionId": "v1"}}
    assert read(RECORD | {"s3": versioned}) == [CapturedObject("b", "k", "v1")]


def test_deletions_tell_of_no_object() -> None:
    assert read(RECORD | {"eventName": "ObjectRemoved:Delete"}) == []


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"Records": [{}]}', '{"Records": 1}'])
def test_other_messages_are_refused(body: str) -> None:
    with pytest.raises(CaptureError, match="the message is no event notification of S3"):
        objects(body)

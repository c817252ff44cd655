"""Captured objects of which a message of the queue tells.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from .place import CapturedObject
from .trouble import CaptureError

CREATED = "ObjectCreated:"
TEST = "s3:TestEvent"
"""S3 sends one when it is told to notify a queue."""


def objects(body: str) -> list[CapturedObject]:
    """Read a message; one that tells of no new object has none.

    Raises:
        CaptureError: it is no event notification of S3.
    """
    try:
        told = json.loads(body)
        if told.get("Event") == TEST:
            return []
        return [_object(record) for record in told["Records"] if _is_new(record)]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CaptureError(
            f"the message is no event notification of S3 ({type(error).__name__});"
            " let only S3 write to the queue"
        ) from error


def _is_new(record: Mapping[str, Any]) -> bool:
    name: str = record["eventName"]
    return name.removeprefix("s3:").startswith(CREATED)


def _object(record: Mapping[str, Any]) -> CapturedObject:
    """Keys are encoded as in the address of a form."""
    s3 = record["s3"]
    key = unquote_plus(s3["object"]["key"])
    return CapturedObject(s3["bucket"]["name"], key, s3["object"].get("versionId"))

"""S3 in memory: conditional writes, listing by pages, and faults on demand."""

import io
import threading
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

Fault = Callable[[str, str], None]
"""Gets the operation and the key; raises what shall go wrong."""


def error(operation: str, code: str, status: int) -> ClientError:
    """An answer of S3 that refuses."""
    return ClientError(
        {
            "Error": {"Code": code, "Message": f"{code} on purpose"},
            "ResponseMetadata": {"HTTPStatusCode": status},
        },
        operation,
    )


class FakeS3:
    """One bucket, as far as the function uses S3."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.metadata: dict[str, Mapping[str, str]] = {}
        self.writes: list[str] = []
        """Keys, each as often as it was written."""
        self.before: Fault = lambda operation, key: None
        """Called before an operation has its effect."""
        self.after: Fault = lambda operation, key: None
        """Called after it, before it is answered."""
        self.page = 1000
        self._lock = threading.Lock()

    def put_object(self, *, Key: str, Body: bytes, **members: Any) -> dict[str, Any]:  # noqa: N803 - boto3's names
        """PutObject."""
        self.before("PutObject", Key)
        with self._lock:
            if members.get("IfNoneMatch") == "*" and Key in self.objects:
                raise error("PutObject", "PreconditionFailed", 412)
            self.objects[Key] = Body
            self.metadata[Key] = members.get("Metadata", {})
            self.writes.append(Key)
        self.after("PutObject", Key)
        return {}

    def head_object(self, *, Key: str, **members: Any) -> dict[str, Any]:  # noqa: N803 - boto3's names
        """HeadObject."""
        self.before("HeadObject", Key)
        if Key not in self.objects:
            raise error("HeadObject", "404", 404)
        self.after("HeadObject", Key)
        return {"Metadata": self.metadata[Key]}

    def get_object(self, *, Key: str, **members: Any) -> dict[str, Any]:  # noqa: N803 - boto3's names
        """GetObject."""
        self.before("GetObject", Key)
        return {"Body": io.BytesIO(self.objects[Key])}

    def list_objects_v2(self, *, Prefix: str, **members: Any) -> dict[str, Any]:  # noqa: N803 - boto3's names
        """ListObjectsV2."""
        start = int(members.get("ContinuationToken", 0))
        keys = sorted(key for key in self.objects if key.startswith(Prefix))
        answer: dict[str, Any] = {
            "Contents": [{"Key": key} for key in keys[start : start + self.page]],
            "IsTruncated": start + self.page < len(keys),
        }
        if answer["IsTruncated"]:
            answer["NextContinuationToken"] = str(start + self.page)
        return answer

    @property
    def records(self) -> dict[str, bytes]:
        """Stored records by key."""
        return {key: body for key, body in self.objects.items() if key.startswith("records/")}

    @property
    def quarantined(self) -> dict[str, bytes]:
        """What is quarantined, by key."""
        return {key: body for key, body in self.objects.items() if key.startswith("quarantine/")}

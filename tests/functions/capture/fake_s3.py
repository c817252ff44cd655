"""S3 in memory: several buckets, conditional writes, and faults at any step."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError


class KilledError(BaseException):
    """The process ends here; no handler of exceptions sees it."""


class Body(io.BytesIO):
    """The body of an answer, read in chunks as boto3's."""

    def iter_chunks(self, size: int) -> Iterator[bytes]:
        while chunk := self.read(size):
            yield chunk


class FakeS3:
    """Objects by bucket and key. Operations are counted; one of them may fail or kill."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], bytes] = {}
        self.metadata: dict[tuple[str, str], Mapping[str, str]] = {}
        self.operations: list[tuple[str, str]] = []
        self.fail_at: int | None = None
        """Number of the operation, from 0, that does not happen."""
        self.kill_after: int | None = None
        """Number of the operation whose answer nobody gets."""
        self.error: BaseException = KilledError()
        self.missing = "NoSuchKey"
        """What is said of an object that is not there."""

    def keys(self, bucket: str) -> set[str]:
        return {key for place, key in self.objects if place == bucket}

    def put_object(self, **members: Any) -> dict[str, Any]:
        place = self._begin("PutObject", members)
        if members.get("IfNoneMatch") == "*" and place in self.objects:
            raise refusal("PutObject", "PreconditionFailed", 412)
        body = members["Body"]
        self.objects[place] = body if isinstance(body, bytes) else body.read()
        self.metadata[place] = members.get("Metadata", {})
        return self._end({})

    def get_object(self, **members: Any) -> dict[str, Any]:
        place = self._begin("GetObject", members)
        if place not in self.objects:
            raise refusal("GetObject", self.missing, 404)
        body = Body(self.objects[place])
        return self._end({"Body": body, "Metadata": self.metadata.get(place, {})})

    def head_object(self, **members: Any) -> dict[str, Any]:
        place = self._begin("HeadObject", members)
        if place not in self.objects:
            raise refusal("HeadObject", "404", 404)
        return self._end({"Metadata": self.metadata.get(place, {})})

    def list_objects_v2(self, **members: Any) -> dict[str, Any]:
        keys = sorted(self.keys(members["Bucket"]))
        found = [{"Key": key} for key in keys if key.startswith(members["Prefix"])]
        return {"Contents": found[: members["MaxKeys"]]} if found else {}

    def delete_object(self, **members: Any) -> dict[str, Any]:
        self.objects.pop(self._begin("DeleteObject", members), None)
        return self._end({})

    def _begin(self, operation: str, members: Mapping[str, Any]) -> tuple[str, str]:
        place = (members["Bucket"], members["Key"])
        self.operations.append((operation, members["Key"]))
        if len(self.operations) - 1 == self.fail_at:
            raise self.error
        return place

    def _end(self, answer: dict[str, Any]) -> dict[str, Any]:
        if len(self.operations) - 1 == self.kill_after:
            raise self.error
        return answer


def refusal(operation: str, code: str, status: int) -> ClientError:
    """An answer of S3 that refuses."""
    error = {"Code": code, "Message": f"{code} on purpose"}
    return ClientError({"Error": error, "ResponseMetadata": {"HTTPStatusCode": status}}, operation)

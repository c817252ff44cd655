"""The objects of S3 that the function reads and writes."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from botocore.exceptions import ClientError

from .lines import CHUNK_BYTES
from .place import CapturedObject
from .trouble import MissingObjectError

MESSAGE, DIGEST = "message-id", "rows-sha256"
"""Metadata of rows: the message that stored them first, and what they say."""
MISSING = ("NoSuchKey", "NoSuchVersion")
EXISTS = "PreconditionFailed"
GZIP_TYPE, JSON_TYPE, CAPTURE_TYPE = "application/gzip", "application/json", "application/jsonl"


@dataclass(frozen=True)
class Store:
    """Captured objects, and the bucket of records."""

    bucket: str
    s3: Any
    """boto3 client."""

    def read(self, source: CapturedObject) -> Iterator[bytes]:
        """Content of a captured object, in chunks.

        Raises:
            MissingObjectError: it is not there.
        """
        body = self._get(source.bucket, source.key, **_version(source))["Body"]
        chunks: Iterator[bytes] = body.iter_chunks(CHUNK_BYTES)
        return chunks

    def rows(self, key: str) -> tuple[Iterator[dict[str, Any]], str]:
        """Rows that are stored, and the message that stored them.

        Raises:
            MissingObjectError: there are none.
        """
        found = self._get(self.bucket, key)
        lines = gzip.decompress(found["Body"].read()).splitlines()
        return map(json.loads, lines), found["Metadata"].get(MESSAGE, "")

    def put_rows(
        self, key: str, content: IO[bytes], *, digest: str, message: str
    ) -> tuple[str, bool]:
        """Store rows, in place of others that say something else.

        Returns:
            The message that stored rows there first, whose counts are published; and whether they
            are the first.
        """
        if self._put_new_rows(key, content, {MESSAGE: message, DIGEST: digest}):
            return message, True
        stored = self.s3.head_object(Bucket=self.bucket, Key=key)["Metadata"]
        first: str = stored.get(MESSAGE, "")
        if stored.get(DIGEST) != digest:
            content.seek(0)
            self._put(
                self.bucket, key, content, GZIP_TYPE, Metadata={MESSAGE: first, DIGEST: digest}
            )
        return first, False

    def put_note(self, key: str, note: dict[str, Any]) -> None:
        """Store what is told about lines that cannot be read."""
        self._put(self.bucket, key, json.dumps(note).encode(), JSON_TYPE)

    def put_copy(self, source: CapturedObject, key: str, content: IO[bytes]) -> None:
        """Store the redacted copy of a captured object, in its bucket."""
        self._put(source.bucket, key, content, CAPTURE_TYPE)

    def delete(self, source: CapturedObject) -> None:
        """Delete a captured object; nothing happens if it is gone."""
        self.s3.delete_object(Bucket=source.bucket, Key=source.key, **_version(source))

    def _put_new_rows(self, key: str, content: IO[bytes], metadata: dict[str, str]) -> bool:
        """Store rows, unless there are some; of two at once, one is the first."""
        try:
            self._put(self.bucket, key, content, GZIP_TYPE, IfNoneMatch="*", Metadata=metadata)
        except ClientError as error:
            if error.response["Error"]["Code"] == EXISTS:
                return False
            raise
        return True

    def _get(self, bucket: str, key: str, **more: Any) -> dict[str, Any]:
        try:
            found: dict[str, Any] = self.s3.get_object(Bucket=bucket, Key=key, **more)
        except ClientError as error:
            if self._is_missing(error, bucket, key):
                raise MissingObjectError(f"s3://{bucket}/{key} is not there") from error
            raise
        return found

    def _is_missing(self, error: ClientError, bucket: str, key: str) -> bool:
        """Whether an object is not there; to whom may list only a prefix, S3 says less."""
        if error.response["Error"]["Code"] != "AccessDenied":
            return error.response["Error"]["Code"] in MISSING
        found = self.s3.list_objects_v2(Bucket=bucket, Prefix=key, MaxKeys=1)
        return not any(each["Key"] == key for each in found.get("Contents", ()))

    def _put(self, bucket: str, key: str, body: Any, content_type: str, **more: Any) -> None:
        self.s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType=content_type, **more)


def _version(source: CapturedObject) -> dict[str, str]:
    return {} if source.version is None else {"VersionId": source.version}

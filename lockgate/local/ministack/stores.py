"""What MiniStack's other services keep: log events, metrics, S3 objects and SNS messages."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

from lockgate.local.containers.artifact import StoredObject
from lockgate.local.metrics.store import MetricStore, metric
from lockgate.local.metrics.values import Values
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.stores import Content, StorageError
from lockgate.local.sagemaker.runtime.metrics import Datum

_CHUNK_BYTES = 1 << 20


class Stores:
    """CloudWatch Logs, CloudWatch, S3 and SNS."""

    def __init__(
        self, logs: Any, metrics: MetricStore, s3: Any, sns: Any, request_scope: Any
    ) -> None:
        self._logs = logs
        self._metrics = metrics
        self._s3 = s3
        self._sns = sns
        self._request_scope = request_scope

    def put_log_events(
        self, scope: Scope, group: str, stream: str, events: Sequence[tuple[int, str]]
    ) -> None:
        """Append (time in ms, text) events; makes the group and the stream where missing."""
        with self._request_scope(scope.account, scope.region):
            if group not in self._logs._log_groups:
                self._logs._create_log_group({"logGroupName": group})
            where = {"logGroupName": group, "logStreamName": stream}
            if stream not in self._logs._log_groups[group]["streams"]:
                self._logs._create_log_stream(where)
            entries = [{"timestamp": when, "message": text} for when, text in events]
            self._logs._put_log_events(where | {"logEvents": entries})

    def put_metric_data(self, namespace: str, data: Sequence[Datum]) -> None:
        """Keep metric values."""
        for datum in data:
            self._metrics.add(
                datum.scope,
                metric(namespace, datum.name, dict(datum.dimensions)),
                datum.timestamp,
                partial(_add, datum),
                unit=datum.unit,
            )

    async def read_object(self, scope: Scope, bucket: str, key: str) -> AsyncIterator[bytes]:
        """The content of an S3 object, in pieces. It was listed before, so it is there."""
        with self._request_scope(scope.account, scope.region):
            content: bytes = self._s3._get_object_data(bucket, key) or b""
        for start in range(0, len(content), _CHUNK_BYTES):
            yield content[start : start + _CHUNK_BYTES]
            await asyncio.sleep(0)

    async def list_objects(self, scope: Scope, bucket: str, prefix: str) -> list[StoredObject]:
        """The S3 objects whose key starts with the prefix; none if there is no such bucket."""
        with self._request_scope(scope.account, scope.region):
            found = self._s3._buckets.get(bucket) or {"objects": {}}
        return [
            StoredObject(key, stored["etag"])
            for key, stored in found["objects"].items()
            if key.startswith(prefix)
        ]

    def get_object(self, scope: Scope, bucket: str, key: str) -> Content:
        """The content of an S3 object; raises StorageError if there is none."""
        with self._request_scope(scope.account, scope.region):
            if bucket not in self._s3._buckets:
                raise StorageError("NoSuchBucket: The specified bucket does not exist")
            data: bytes | None = self._s3._get_object_data(bucket, key)
            if data is None:
                raise StorageError("NoSuchKey: The specified key does not exist.")
            return Content(data, self._s3._buckets[bucket]["objects"][key]["content_type"])

    def put_object(
        self, scope: Scope, bucket: str, key: str, content: bytes, content_type: str
    ) -> None:
        """Write an S3 object; raises StorageError if S3 refuses it."""
        with self._request_scope(scope.account, scope.region):
            status, _, body = self._s3._put_object(
                bucket, key, content, {"content-type": content_type}
            )
        if status >= 400:
            raise StorageError(_told(body))

    def publish(self, scope: Scope, topic: str, message: str) -> None:
        """Send a message to an SNS topic; raises StorageError if SNS refuses it."""
        with self._request_scope(scope.account, scope.region):
            try:
                published = self._sns.publish_internal(topic, message)
            except self._sns.SnsPublishError as error:
                raise StorageError(f"{error.code}: {error}") from error
        if published is None:
            raise StorageError("NotFound: Topic does not exist")


def _add(datum: Datum, values: Values) -> None:
    if datum.statistics is None:
        values.add(datum.value)
    else:
        known = datum.statistics
        values.add_set(*(known[name] for name in ("SampleCount", "Sum", "Minimum", "Maximum")))


def _told(body: bytes) -> str:
    """Code and message of an error in S3's XML."""
    found = dict(re.findall(r"<(Code|Message)>([^<]*)<", body.decode()))
    return f"{found['Code']}: {found['Message']}"

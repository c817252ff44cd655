"""Where MiniStack keeps what is told of records that were given up."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from lockgate.local.ministack.stores import Stores
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.stores import StorageError
from lockgate.local.streams.mappings.failures import object_key, with_payload
from lockgate.local.streams.mappings.lane import Discard
from lockgate.local.streams.mappings.records import Shard

logger = logging.getLogger("lockgate")


class Destinations:
    """Buckets get the records, queues and topics only their numbers."""

    def __init__(self, stores: Stores, sqs: Any, request_scope: Any) -> None:
        self._stores = stores
        self._sqs = sqs
        self._request_scope = request_scope

    def tell(
        self,
        scope: Scope,
        arn: str,
        mapping: str,
        shard: Shard,
        discard: Discard,
        record: Mapping[str, Any],
        now: float,
    ) -> bool:
        """Send an invocation record; returns whether it arrived. The stream goes on in any case."""
        try:
            if ":s3:" in arn:
                content = json.dumps(with_payload(record, discard, shard)).encode()
                key = object_key(mapping, shard.id, now=now)
                bucket = arn.rpartition(":")[2]
                self._stores.put_object(scope, bucket, key, content, "application/json")
            elif ":sns:" in arn:
                self._stores.publish(scope, arn, json.dumps(record))
            else:
                self._send(scope, arn, json.dumps(record))
        except StorageError as error:
            logger.warning("%s could not be told of records given up: %s", arn, error)
            return False
        return True

    def _send(self, scope: Scope, arn: str, body: str) -> None:
        with self._request_scope(scope.account, scope.region):
            url = self._sqs._queue_url(arn.rpartition(":")[2])
            try:
                self._sqs._act_send_message({"QueueUrl": url, "MessageBody": body}, url)
            except self._sqs._Err as error:
                raise StorageError(f"{error.code}: {error.message}") from error

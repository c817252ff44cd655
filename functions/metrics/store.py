"""Stores each record once, with S3's conditional writes.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from botocore.exceptions import ClientError

from .arrival import Arrival
from .reading import Item, Reading

WAITS_S = (0.05, 0.1, 0.2, 0.4, 0.8)
EXISTS = 412
"""PreconditionFailed: there is an object of this key."""
CONFLICT = 409
"""ConditionalRequestConflict: another write of this key was under way, and may have failed."""
SEQUENCE_NUMBER = "sequence-number"
SHARD_ID = "shard-id"
"""Metadata of an object: which record of Kinesis it is."""


class Outcome(Enum):
    """What became of a record; only a duplicate adds nothing to the metrics."""

    STORED = "stored"
    RETRIED = "an earlier try of this batch had stored it"
    DUPLICATE = "another record with the same log events was stored before"


@dataclass(frozen=True)
class Store:
    """The bucket of records."""

    bucket: str
    s3: Any
    """boto3 client."""
    sleep: Callable[[float], None] = time.sleep

    def keep(self, reading: Reading) -> Outcome:
        """Store what belongs to a record. Another try of it changes nothing.

        Raises:
            ClientError, BotoCoreError: S3 did not do it, in all tries of the client.
        """
        outcome = self._put_once(reading.item, reading.arrival)
        if reading.notes is not None and outcome is not Outcome.DUPLICATE:
            self._put(reading.notes)
        return outcome

    def _put_once(self, item: Item, arrival: Arrival) -> Outcome:
        metadata = {SEQUENCE_NUMBER: arrival.sequence_number, SHARD_ID: arrival.shard_id}
        for wait_s in WAITS_S:
            try:
                self._put(item, IfNoneMatch="*", Metadata=metadata)
            except ClientError as error:
                if status_of(error) == EXISTS:
                    return self._compare(item, metadata)
                if status_of(error) != CONFLICT:
                    raise
                self.sleep(wait_s)
            else:
                return Outcome.STORED
        self._put(item, IfNoneMatch="*", Metadata=metadata)
        return Outcome.STORED

    def _compare(self, item: Item, metadata: dict[str, str]) -> Outcome:
        """Whose object it is; S3 may also have stored it in a try whose answer got lost."""
        stored = self.s3.head_object(Bucket=self.bucket, Key=item.key)["Metadata"]
        return Outcome.RETRIED if stored == metadata else Outcome.DUPLICATE

    def _put(self, item: Item, **members: Any) -> None:
        content_type = "application/gzip" if item.key.endswith(".gz") else "application/json"
        self.s3.put_object(
            Bucket=self.bucket, Key=item.key, Body=item.body, ContentType=content_type, **members
        )


def status_of(error: ClientError) -> int:
    """The HTTP status of an answer of S3."""
    status: int = error.response["ResponseMetadata"]["HTTPStatusCode"]
    return status

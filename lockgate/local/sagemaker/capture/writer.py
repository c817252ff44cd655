"""Writes captured records to S3, off the path of requests."""

import asyncio
import logging

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.stores import Objects, StorageError
from lockgate.local.sagemaker.batches import Batch
from lockgate.local.sagemaker.capture.layout import files, place
from lockgate.local.sagemaker.capture.record import Record

logger = logging.getLogger(__name__)

FILE_TYPE = "binary/octet-stream"
"""S3's own content type for objects that are given none."""


class Writer:
    """Collects records into files.

    A record that cannot be written is lost, and the server's log says so: once for each bucket
    that refuses, and once for each time that too much waits.
    """

    def __init__(self, objects: Objects, *, delay_s: float, most_bytes: int) -> None:
        """Write to `objects`, `delay_s` real seconds after the first record that waits.

        Of payloads at most `most_bytes` may wait; what comes on top is dropped.
        """
        self._objects = objects
        self._most_bytes = most_bytes
        self._batch: Batch[Record] = Batch(self._deliver, delay_s=delay_s)
        self._waiting_bytes = 0
        self._is_full = False
        self._writing: set[asyncio.Task[None]] = set()
        self._refusing: set[tuple[Scope, str]] = set()

    def keep(self, record: Record) -> None:
        """Write a record with those that come soon. Call from the event loop."""
        if self._waiting_bytes + record.size > self._most_bytes:
            self._drop(record)
            return
        self._waiting_bytes += record.size
        self._batch.add(record)

    async def flush(self) -> None:
        """Write what waits, now."""
        self._batch.flush()
        await asyncio.gather(*self._writing)

    def _drop(self, record: Record) -> None:
        if not self._is_full:
            logger.warning(
                "endpoint %s: captures of more than %d bytes would wait to be written; "
                "what comes on top is not captured",
                record.source.endpoint,
                self._most_bytes,
            )
        self._is_full = True

    def _deliver(self, records: list[Record]) -> None:
        task = asyncio.get_running_loop().create_task(self._write_all(records))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write_all(self, records: list[Record]) -> None:
        for together in files(records):
            try:
                await self._write(together)
            except Exception:
                logger.exception("endpoint %s: captures are lost", together[0].source.endpoint)
            finally:
                self._waiting_bytes -= sum(record.size for record in together)
        if self._waiting_bytes == 0:
            self._is_full = False

    async def _write(self, records: list[Record]) -> None:
        first = records[0]
        where = place(first.source, first.event)
        # Long payloads take a while to encode; requests are answered meanwhile.
        content = await asyncio.to_thread(_lines, records)
        bucket = (first.source.scope, where.bucket)
        try:
            self._objects.put_object(
                first.source.scope, where.bucket, where.key, content, FILE_TYPE
            )
        except StorageError as error:
            if bucket not in self._refusing:
                logger.warning(
                    "endpoint %s: captures are lost, %s cannot be written: %s",
                    first.source.endpoint,
                    where.uri,
                    error,
                )
            self._refusing.add(bucket)
        else:
            self._refusing.discard(bucket)


def _lines(records: list[Record]) -> bytes:
    return b"".join(record.line() for record in records)

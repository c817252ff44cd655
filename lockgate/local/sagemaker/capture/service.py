"""Chooses invocations, and writes the captured ones to S3 off the path of requests."""

import asyncio
import logging
import random
import uuid
from collections.abc import Callable
from datetime import datetime

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.stores import Objects, StorageError
from lockgate.local.sagemaker.batches import Batch
from lockgate.local.sagemaker.capture.layout import files, place
from lockgate.local.sagemaker.capture.record import Event, Payload, Record, Source
from lockgate.local.sagemaker.capture.sample import Sample
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.records import now
from lockgate.local.sagemaker.runtime.headers import DEFAULT_TYPE
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.time_scale import REAL_TIME, TimeScale

logger = logging.getLogger(__name__)

DELAY_S = 10
"""How long a record waits for others to share its file, as AWS counts time.

The guide says that delivery "can require a couple of minutes"; here it takes less.
"""
MOST_BYTES = 128 << 20
"""Most that may wait to be written; what comes on top is not captured.

Stands for AWS's "stops capturing requests at high levels of disk usage" (CAP-05). No page names
a longest payload (CAP-07).
"""
FILE_TYPE = "binary/octet-stream"
"""S3's own content type for objects that are given none."""


class Captures:
    """Captures of all endpoints. Nothing that goes wrong here reaches a client."""

    def __init__(
        self,
        objects: Objects,
        *,
        time_scale: TimeScale = REAL_TIME,
        number: Callable[[], float] = random.random,
        clock: Callable[[], datetime] = now,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._objects = objects
        self._number = number
        self._clock = clock
        self._new_id = new_id
        self._most_bytes = most_bytes
        self._batch: Batch[Record] = Batch(self._deliver, delay_s=time_scale.seconds(DELAY_S))
        self._waiting_bytes = 0
        self._is_full = False
        self._writing: set[asyncio.Task[None]] = set()
        self._refused: set[tuple[Scope, str]] = set()

    def choose(
        self,
        invocation: Invocation,
        variant: ServingVariant,
        *,
        request: Payload | None = None,
        inference_id: str | None = None,
    ) -> Sample | None:
        """Decide whether an invocation is captured; if so, its answer goes to the sample.

        Args:
            invocation: what came, and when it is asked: now.
            variant: production or shadow variant that answers it.
            request: its input, if that is not the body of the invocation.
            inference_id: its id, if it is not the client's.
        """
        settings = variant.capture
        if settings is None or self._number() * 100 >= settings.percentage:
            return None
        members = invocation.members
        if request is None:
            request = Payload(members.get("ContentType", DEFAULT_TYPE), invocation.body)
        event = Event(
            self._new_id(),
            self._clock(),
            inference_id or members.get("InferenceId"),
            members.get("CustomAttributes"),
        )
        source = Source(invocation.scope, invocation.endpoint, variant.name, settings)
        return Sample(source, event, request, self._keep, most_bytes=self._most_bytes)

    async def flush(self) -> None:
        """Write what waits, now."""
        self._batch.flush()
        await asyncio.gather(*self._writing)

    def _keep(self, record: Record) -> None:
        if self._waiting_bytes + record.size > self._most_bytes:
            if not self._is_full:
                logger.warning(
                    "endpoint %s: captures of more than %d bytes wait to be written; "
                    "what comes on top is not captured",
                    record.source.endpoint,
                    self._most_bytes,
                )
            self._is_full = True
            return
        self._waiting_bytes += record.size
        self._batch.add(record)

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
        self._is_full = self._is_full and self._waiting_bytes > 0

    async def _write(self, records: list[Record]) -> None:
        source = records[0].source
        where = place(source, records[0].event.moment, self._new_id())
        # Long payloads take a while to encode; requests are answered meanwhile.
        lines = [await asyncio.to_thread(record.line) for record in records]
        bucket = (source.scope, where.bucket)
        try:
            self._objects.put_object(
                source.scope, where.bucket, where.key, b"".join(lines), FILE_TYPE
            )
        except StorageError as error:
            if bucket not in self._refused:
                logger.warning(
                    "endpoint %s: its captures are lost, %s is not written: %s",
                    source.endpoint,
                    where.uri,
                    error,
                )
            self._refused.add(bucket)
        else:
            self._refused.discard(bucket)

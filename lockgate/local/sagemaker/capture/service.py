"""Chooses the invocations that are captured."""

import random
import uuid
from collections.abc import Callable
from datetime import datetime

from lockgate.local.sagemaker.asynchronous.stores import Objects
from lockgate.local.sagemaker.capture.record import Event, Payload, Source
from lockgate.local.sagemaker.capture.sample import Sample
from lockgate.local.sagemaker.capture.writer import Writer
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.records import now
from lockgate.local.sagemaker.runtime.headers import DEFAULT_TYPE
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.time_scale import REAL_TIME, TimeScale

DELAY_S = 10
"""How long a record waits for others to share its file, as AWS counts time.

The guide says that delivery "can require a couple of minutes"; here it takes less.
"""
MOST_BYTES = 128 << 20
"""Most that may wait to be written; what comes on top is not captured.

Stands for AWS's "stops capturing requests at high levels of disk usage" (CAP-05). No page names
a longest payload (CAP-07).
"""


class Captures:
    """Captures of all endpoints. Nothing that goes wrong here reaches a client."""

    def __init__(
        self,
        objects: Objects,
        *,
        time_scale: TimeScale = REAL_TIME,
        number: Callable[[], float] = random.random,
        clock: Callable[[], datetime] = now,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._number = number
        self._clock = clock
        self._most_bytes = most_bytes
        delay_s = time_scale.seconds(DELAY_S)
        self._writer = Writer(objects, delay_s=delay_s, most_bytes=most_bytes)

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
            invocation: what the client asks for, and now goes to the container.
            variant: production or shadow variant that answers it.
            request: its input, if that is not the body of the invocation.
            inference_id: its id, if it is not the client's.
        """
        settings = variant.capture
        if settings is None or self._number() * 100 >= settings.percentage:
            return None
        members = invocation.members
        content_type = members.get("ContentType", DEFAULT_TYPE)
        event = Event(
            str(uuid.uuid4()),
            self._clock(),
            inference_id or members.get("InferenceId"),
            members.get("CustomAttributes"),
        )
        return Sample(
            Source(invocation.scope, invocation.endpoint, variant.name, settings),
            event,
            request or Payload(content_type, invocation.body),
            self._writer.keep,
            most_bytes=self._most_bytes,
        )

    async def flush(self) -> None:
        """Write what waits, now."""
        await self._writer.flush()

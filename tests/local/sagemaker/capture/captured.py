"""Captures of the tests, with a clock that stands still."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from lockgate.local.sagemaker.asynchronous.locations import Location
from lockgate.local.sagemaker.asynchronous.stores import Objects
from lockgate.local.sagemaker.capture.record import Event, Payload, Record, Source
from lockgate.local.sagemaker.capture.service import Captures
from lockgate.local.sagemaker.capture.settings import INPUT, OUTPUT, Settings
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.time_scale import TimeScale
from tests.local.fake_stores import FakeStorage
from tests.local.in_process import SCOPE

MOMENT = datetime(2026, 3, 4, 5, 6, 7, 89_999, tzinfo=UTC)
SOON = TimeScale(10_000)
"""Records wait a thousandth of a second for others."""


def settings(**members: Any) -> Settings:
    """Settings that capture all of everything to s3://data/captured, unless members say else."""
    everything = Settings(
        destination=Location("data", "captured"),
        percentage=100,
        modes=frozenset({INPUT, OUTPUT}),
        csv_types=frozenset({"text/csv"}),
        json_types=frozenset({"application/json"}),
    )
    return replace(everything, **members)


def record(
    request: Payload,
    answer: Payload | None = None,
    *,
    variant: str = "primary",
    moment: datetime = MOMENT,
    **event: str,
) -> Record:
    """A record of the endpoint `chat`."""
    source = Source(SCOPE, "chat", variant, settings())
    payloads = {INPUT: request} | ({OUTPUT: answer} if answer else {})
    return Record(source, Event("event", moment, **event), payloads)


def variant(**members: Any) -> ServingVariant:
    """A variant that captures; `members` are of its settings."""
    fleet = cast(Any, None)
    capture = settings(**members)
    return ServingVariant({"VariantName": "primary"}, fleet, "image", 1.0, 1, capture=capture)


def invocation(body: bytes = b"asked", **members: str) -> Invocation:
    return Invocation(SCOPE, "InvokeEndpoint", "chat", members, body)


class Bench:
    """Captures into a fake S3; `numbers` are what the random source gives, again and again."""

    def __init__(self, *numbers: float, objects: Objects | None = None, **options: Any) -> None:
        self.storage = FakeStorage()
        given = itertools.cycle(numbers or (0.0,))
        self.captures = Captures(
            objects or self.storage,
            number=lambda: next(given),
            clock=lambda: MOMENT,
            **options,
        )

    def capture(self, body: bytes = b"asked", *, answer: bytes = b"told", **members: Any) -> bool:
        """Choose an invocation and end it; whether it was chosen."""
        sample = self.captures.choose(invocation(body), variant(**members))
        if sample is not None:
            sample.add(answer)
            sample.end("text/plain")
        return sample is not None

    async def written(self) -> list[dict[str, Any]]:
        """All records in S3, after a flush."""
        await self.captures.flush()
        return [
            json.loads(line)
            for content, _ in self.storage.objects.values()
            for line in content.splitlines()
        ]

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from lockgate.local.sagemaker.capture.service import Captures
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.sagemaker.runtime.limits import Limits
from lockgate.local.sagemaker.runtime.metrics import Outcome
from lockgate.local.sagemaker.shadows.mirror import Shadows, sampled
from tests.local.fake_stores import FakeStorage
from tests.local.in_process import SCOPE, InProcess
from tests.local.polling import until
from tests.local.sagemaker.shadows.conftest import create_shadowed


def values(aws: InProcess, metric: str, variant: str = "shadow") -> list[float]:
    """The values of a metric for one variant."""
    where = {("EndpointName", "chat"), ("VariantName", variant)}
    return [d.value for d in aws.recorder.data if d.name == metric and set(d.dimensions) == where]


def counted(aws: InProcess, metric: str = "Invocations", times: int = 1) -> list[float]:
    """The shadow's values of a metric, as soon as there are so many."""
    until(lambda: len(values(aws, metric)) >= times)
    return values(aws, metric)


def invoke(aws: InProcess, body: bytes = b"hello", **members: Any) -> bytes:
    answer = aws.runtime.invoke_endpoint(EndpointName="chat", Body=body, **members)
    assert answer["InvokedProductionVariant"] == "primary"
    content: bytes = answer["Body"].read()
    return content


@pytest.mark.usefixtures("shadowed")
def test_a_copy_goes_to_the_shadow_and_is_counted_as_its_own(aws: InProcess) -> None:
    assert invoke(aws) == b"hello"
    assert counted(aws) == [1.0]
    assert values(aws, "Invocations", "primary") == [1.0]
    assert values(aws, "ModelLatency")[0] > 0
    assert [fleet.served for fleet in aws.fleets.made] == [1, 1]


@pytest.mark.usefixtures("shadowed")
def test_a_stream_is_copied_too(aws: InProcess) -> None:
    body = json.dumps({"do": "stream", "pieces": ["a", "b"]})
    answer = aws.runtime.invoke_endpoint_with_response_stream(EndpointName="chat", Body=body)
    assert b"".join(e["PayloadPart"]["Bytes"] for e in answer["Body"]) == b"ab"
    assert counted(aws, "FirstChunkLatency")[0] > 0


def test_a_shadow_that_is_dead_is_nobody_elses_matter(aws: InProcess) -> None:
    create_shadowed(aws, mode="dead")
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    aws.settle("chat")
    assert invoke(aws) == b"hello"
    assert counted(aws, "Invocation5XXErrors") == [1.0]
    assert values(aws, "Invocation5XXErrors", "primary") == [0.0]


@pytest.mark.usefixtures("shadowed")
def test_a_shadow_that_hangs_delays_nobody(aws: InProcess) -> None:
    production, shadow = aws.fleets.made
    shadow.mode = "no answer"
    assert invoke(aws) == b"hello"
    assert (production.served, values(aws, "Invocations")) == (1, [])


@dataclass
class Silent:
    """A fleet whose instances never answer, and what is counted of it."""

    outcomes: list[Outcome] = field(default_factory=list)
    counted: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[None]:
        await asyncio.Event().wait()
        yield

    def record(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.counted.set()

    def mirrored(self, *, plain_s: float, most: int) -> Shadows:
        """Shadows that have got one request to copy."""
        fleet = metrics = client = cast(Any, self)
        shadow = ServingVariant({"VariantName": "shadow"}, fleet, "image", 1.0, 1)
        variant = ServingVariant({"VariantName": "a"}, fleet, "image", 1.0, 1, shadow=shadow)
        captures = Captures(FakeStorage())
        shadows = Shadows(client, metrics, Limits(plain_s=plain_s), captures, most=most)
        shadows.mirror(Invocation(SCOPE, "InvokeEndpoint", "chat", {}, b""), variant)
        return shadows


async def test_a_copy_that_takes_too_long_is_counted_as_an_error() -> None:
    silent = Silent()
    silent.mirrored(plain_s=0.001, most=1)
    await silent.counted.wait()
    assert [(o.variant, o.status, o.broke) for o in silent.outcomes] == [("shadow", 0, True)]


async def test_a_shadow_that_does_not_keep_up_gets_no_more_copies() -> None:
    silent = Silent()
    silent.mirrored(plain_s=60, most=0)
    assert [outcome.status for outcome in silent.outcomes] == [503]


async def test_copies_under_way_end_with_the_local_aws() -> None:
    silent = Silent()
    shadows = silent.mirrored(plain_s=60, most=1)
    await shadows.close()
    assert silent.outcomes == []


@pytest.mark.usefixtures("shadowed")
def test_a_shadow_cannot_be_asked_for(aws: InProcess) -> None:
    with pytest.raises(aws.runtime.exceptions.ClientError, match="Variant shadow of endpoint"):
        invoke(aws, TargetVariant="shadow")


def test_a_weight_of_a_half_copies_half_of_the_requests(aws: InProcess) -> None:
    create_shadowed(aws, InitialVariantWeight=0.5)
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    aws.settle("chat")
    for _ in range(200):
        invoke(aws)
    # Of 200 throws of a coin, fewer than 65 or more than 135 are heads once in a million times.
    until(lambda: len(values(aws, "Invocations")) == aws.fleets.made[1].served)
    assert 65 <= aws.fleets.made[1].served <= 135


@pytest.mark.parametrize(
    ("weight", "of", "share"), [(0.5, 2.0, 0.25), (3.0, 1.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 1.0)]
)
def test_the_share_is_the_part_of_the_production_weight(
    weight: float, of: float, share: float
) -> None:
    assert sampled(weight, of=of) == share

import asyncio

import pytest

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.locations import Location
from tests.local.in_process import FakeStorage
from tests.local.sagemaker.capture.captured import SOON, Bench, invocation, variant


async def test_captured_invocations_share_a_file() -> None:
    bench = Bench()
    bench.capture()
    bench.capture()
    records = await bench.written()
    assert [record["eventMetadata"]["eventId"] for record in records] == ["id-1", "id-2"]
    (where,) = bench.storage.objects
    assert where == ("data", "captured/chat/primary/2026/03/04/05/06-07-089-id-3.jsonl")


@pytest.mark.parametrize(
    ("percentage", "number", "is_chosen"),
    [
        (0, 0.0, False),
        (1, 0.00999, True),
        (1, 0.01, False),
        (50, 0.49999, True),
        (50, 0.5, False),
        (100, 0.999999, True),
    ],
)
async def test_the_percentage_is_an_exact_bound(
    percentage: int, number: float, is_chosen: bool
) -> None:
    assert Bench(number).capture(percentage=percentage) == is_chosen


async def test_a_quarter_of_even_numbers_is_captured_at_25_percent() -> None:
    bench = Bench(*(number / 1000 for number in range(1000)))
    assert sum(bench.capture(percentage=25) for _ in range(1000)) == 250


async def test_a_variant_without_capture_is_never_chosen() -> None:
    other = variant()
    other.capture = None
    assert Bench().captures.choose(invocation(), other) is None


async def test_a_sample_whose_answer_does_not_come_is_not_captured() -> None:
    bench = Bench()
    bench.captures.choose(invocation(), variant())
    assert await bench.written() == []


async def test_the_clock_writes_too() -> None:
    written = asyncio.Event()

    class Storage(FakeStorage):
        def put_object(self, *_: object) -> None:
            written.set()

    Bench(objects=Storage(), time_scale=SOON).capture()
    await asyncio.wait_for(written.wait(), timeout=10)


async def test_a_missing_bucket_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()
    for _ in range(3):
        bench.capture(destination=Location("missing", "captured"))
        await bench.captures.flush()
    (told,) = caplog.messages
    assert told.startswith("endpoint chat: its captures are lost, s3://missing/captured/chat/")
    assert told.endswith("NoSuchBucket: The specified bucket does not exist")


async def test_an_error_of_the_storage_stays_here(caplog: pytest.LogCaptureFixture) -> None:
    class Storage(FakeStorage):
        def put_object(
            self, _scope: Scope, _bucket: str, _key: str, _content: bytes, _content_type: str
        ) -> None:
            raise RuntimeError("the disk is full")

    bench = Bench(objects=Storage())
    bench.capture()
    await bench.captures.flush()
    assert caplog.messages == ["endpoint chat: captures are lost"]


async def test_what_waits_has_a_bound_that_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(most_bytes=10)
    for _ in range(3):
        bench.capture(b"12345", answer=b"12345")
    assert len(await bench.written()) == 1
    (told,) = caplog.messages
    assert "more than 10 bytes wait" in told


async def test_there_is_room_again_when_all_is_written() -> None:
    bench = Bench(most_bytes=10)
    bench.capture(b"12345", answer=b"12345")
    await bench.captures.flush()
    bench.capture(b"12345", answer=b"12345")
    assert len(await bench.written()) == 2

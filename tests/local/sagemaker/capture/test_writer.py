"""How captured records are written, and what becomes of those that are not."""

import asyncio

import pytest

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.locations import Location
from tests.local.fake_stores import FakeStorage
from tests.local.polling import LIMIT_S
from tests.local.sagemaker.capture.captured import SOON, Bench


async def test_records_share_a_file() -> None:
    bench = Bench()
    bench.capture()
    bench.capture()
    assert len(await bench.written()) == 2
    ((bucket, key),) = bench.storage.objects
    assert bucket == "data"
    assert key.startswith("captured/chat/primary/2026/03/04/05/06-07-089-")


async def test_the_clock_writes_too() -> None:
    written = asyncio.Event()

    class Storage(FakeStorage):
        def put_object(self, *_: object) -> None:
            written.set()

    Bench(objects=Storage(), time_scale=SOON).capture()
    await asyncio.wait_for(written.wait(), timeout=LIMIT_S)


async def test_a_missing_bucket_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()
    for _ in range(3):
        bench.capture(destination=Location("missing", "captured"))
        await bench.captures.flush()
    (told,) = caplog.messages
    assert told.startswith("endpoint chat: captures are lost, s3://missing/captured/chat/")
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
    assert "more than 10 bytes would wait" in told


async def test_there_is_room_again_when_all_is_written() -> None:
    bench = Bench(most_bytes=10)
    bench.capture(b"12345", answer=b"12345")
    await bench.captures.flush()
    bench.capture(b"12345", answer=b"12345")
    assert len(await bench.written()) == 2

import asyncio

import httpx
import pytest

from lockgate.local.sagemaker.records import Definition
from tests.local.fake_stores import FakeStorage
from tests.local.sagemaker.asynchronous.bench import (
    Bench,
    Gated,
    Instances,
    deployment,
    echo,
    until,
)


async def test_an_answer_is_written() -> None:
    bench = Bench(echo, Instances("i-1"))
    bench.put(b"hello")
    await until(lambda: bench.written("out/") == [b"hello"])
    await until(lambda: bench.queue.size == 0)


async def test_an_instance_gets_no_more_requests_at_once_than_its_limit() -> None:
    container = Gated()
    bench = Bench(container, Instances("i-1", "i-2"), concurrency=2)
    for _ in range(5):
        bench.put()
    await until(lambda: len(container.running) == 4)
    assert sorted(container.running) == ["i-1", "i-1", "i-2", "i-2"]
    assert bench.queue.size == 5
    container.gate.set()
    await until(lambda: len(bench.written("out/")) == 5)


async def test_requests_begin_in_the_order_in_which_they_came() -> None:
    container = Gated()
    container.gate.set()
    bench = Bench(container, Instances("i-1"), concurrency=1)
    bodies = [b"first", b"second", b"third"]
    for body in bodies:
        bench.put(body)
    await until(lambda: bench.queue.size == 0)
    assert container.seen == bodies


async def test_requests_wait_while_there_is_no_instance() -> None:
    fleet = Instances()
    bench = Bench(echo, fleet)
    bench.put(b"hello")
    await until(lambda: bench.queue.age_s > 0)
    assert bench.queue.size == 1
    await fleet.scale(1)
    await until(lambda: bench.written("out/") == [b"hello"])


async def test_requests_wait_on_while_an_update_swaps_the_fleets() -> None:
    old, new = Instances(), Instances("i-9")
    bench = Bench(echo, old)
    bench.put(b"hello")
    bench.endpoint.serving = deployment(bench.config, primary=new)
    await until(lambda: bench.written("out/") == [b"hello"])


async def test_requests_wait_while_the_endpoint_is_not_asynchronous() -> None:
    bench = Bench(echo, Instances())
    bench.put(b"hello")
    other = Definition("other", "arn", {})
    bench.endpoint.serving = deployment(other, primary=Instances("i-1"))
    await until(lambda: bench.queue.age_s > 0.01)
    bench.endpoint.serving = deployment(bench.config, primary=Instances("i-1"))
    await until(lambda: bench.written("out/") == [b"hello"])


async def test_an_error_of_our_own_while_a_request_expires_loses_only_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(echo, Instances(), factor=600)  # the second has 36 seconds
    monkeypatch.delattr(FakeStorage, "put_object")
    bench.put(RequestTTLSeconds="60")
    bench.put(b"hello")
    await until(lambda: bench.queue.size == 1)
    monkeypatch.undo()
    bench.endpoint.serving = deployment(bench.config, primary=Instances("i-1"))
    await until(lambda: bench.written("out/") == [b"hello"])


async def test_a_variant_without_instances_leaves_its_turn_to_the_others() -> None:
    bench = Bench(echo, Instances())
    bench.endpoint.serving = deployment(bench.config, one=Instances(), two=Instances("i-2"))
    for _ in range(5):
        bench.put()
    await until(lambda: len(bench.written("out/")) == 5)


async def test_a_request_that_waits_too_long_expires() -> None:
    bench = Bench(echo, Instances(), factor=6000)  # a minute lasts ten milliseconds
    bench.put(RequestTTLSeconds="60")
    await until(lambda: bench.queue.size == 0)
    text = b"The request expired after 60 seconds (RequestTTLSeconds) in the queue."
    assert bench.written("failed/") == [text]
    assert bench.values("ExpiredRequests") == [1]


async def test_a_request_that_is_being_processed_does_not_expire() -> None:
    container = Gated()
    bench = Bench(container, Instances("i-1"), factor=60)  # a minute lasts a second
    bench.put(RequestTTLSeconds="60")
    await until(lambda: len(container.running) == 1 and bench.queue.age_s > 1.5)
    container.gate.set()
    await until(lambda: bench.queue.size == 0)
    assert bench.values("ExpiredRequests") == [0]


async def test_a_request_that_no_container_has_seen_waits_on() -> None:
    attempts = []

    async def answering(request: httpx.Request) -> httpx.Response:
        attempts.append(request.content)
        if len(attempts) < 3:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, content=b"at last")

    bench = Bench(answering, Instances("i-1"))
    bench.put()
    await until(lambda: bench.written("out/") == [b"at last"])
    assert len(attempts) == 3


async def test_a_request_whose_container_dies_has_failed() -> None:
    async def dying(_request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("reset")

    bench = Bench(dying, Instances("i-1"))
    bench.put()
    await until(lambda: bench.queue.size == 0)
    (text,) = bench.written("failed/")
    assert b"could not get a response from the primary container" in text


async def test_the_queue_of_a_deleted_endpoint_is_dropped() -> None:
    container = Gated()
    bench = Bench(container, Instances("i-1"), concurrency=1)
    bench.put()
    bench.put()
    await until(lambda: len(container.running) == 1)
    bench.endpoint.move("Deleting")
    await until(lambda: bench.queue.size == 0 and not container.running)
    assert bench.storage.objects == {}


async def test_closing_ends_what_is_under_way() -> None:
    container = Gated()
    bench = Bench(container, Instances("i-1"))
    bench.put()
    await until(lambda: len(container.running) == 1)
    await bench.queue.close()
    assert (container.running, bench.queue.size) == ([], 0)


async def test_an_error_of_our_own_loses_one_request_and_not_the_queue() -> None:
    async def answering(request: httpx.Request) -> httpx.Response:
        if request.content == b"bad":
            raise RuntimeError("a bug")
        return httpx.Response(200, content=b"good")

    bench = Bench(answering, Instances("i-1"))
    bench.put(b"bad")
    bench.put(b"fine")
    await until(lambda: bench.written("out/") == [b"good"])
    await until(lambda: bench.queue.size == 0)


async def test_many_requests_at_once_are_all_answered() -> None:
    bench = Bench(echo, Instances("i-1", "i-2", "i-3"), concurrency=7)
    bodies = {f"{number}".encode() for number in range(200)}
    for body in bodies:
        bench.put(body)
        await asyncio.sleep(0)
    await until(lambda: set(bench.written("out/")) == bodies)

"""The queue of an endpoint while the endpoint changes."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lockgate.local.time_scale import TimeScale
from tests.local.in_process import InProcess, running
from tests.local.sagemaker.asynchronous.conftest import TOPICS, AsyncEndpoint, until

FAST = TimeScale(600)


@pytest.fixture
def hasty(echo_url: str) -> Iterator[AsyncEndpoint]:
    """A minute of AWS lasts a tenth of a second."""
    with running(echo_url, time_scale=FAST) as services:
        yield AsyncEndpoint(services)


def backlog(slow: AsyncEndpoint) -> dict[str, float]:
    """The state of the queue, published now."""

    async def publish() -> None:
        slow.aws.service.queues.publish()
        slow.aws.service.flush()

    slow.aws.recorder.data.clear()
    slow.aws.run(publish())
    return {datum.name: datum.value for datum in slow.aws.recorder.data}


@contextmanager
def watching(aws: InProcess) -> Iterator[None]:
    """The services publish by themselves meanwhile."""

    async def start() -> asyncio.Task[None]:
        return asyncio.create_task(aws.service.watch())

    async def stop(task: asyncio.Task[None]) -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    task = aws.run(start())
    try:
        yield
    finally:
        aws.run(stop(task))


def test_requests_wait_at_zero_instances_and_are_answered_when_one_is_back(
    slow: AsyncEndpoint,
) -> None:
    answer = slow.create(count=0).send(["patience"])
    values = backlog(slow)
    assert (values["ApproximateBacklogSize"], values["HasBacklogWithoutCapacity"]) == (1, 1)
    slow.scale(1)
    assert json.loads(slow.output(answer)) == ["patience"]
    until(lambda: backlog(slow)["ApproximateBacklogSize"] == 0)
    assert backlog(slow)["HasBacklogWithoutCapacity"] == 0


def test_requests_survive_an_update_of_the_endpoint(slow: AsyncEndpoint) -> None:
    answer = slow.create(count=0).send(["patience"])
    slow.configure("other", concurrency=1)
    slow.aws.sagemaker.update_endpoint(EndpointName="slow", EndpointConfigName="other")
    slow.aws.settle("slow")
    assert json.loads(slow.output(answer)) == ["patience"]


def test_a_request_keeps_the_places_that_it_was_told(slow: AsyncEndpoint) -> None:
    answer = slow.create(count=0).send(["patience"])
    slow.configure("other", S3OutputPath="s3://elsewhere/out")
    slow.aws.sagemaker.update_endpoint(EndpointName="slow", EndpointConfigName="other")
    slow.aws.settle("slow")
    assert answer["OutputLocation"].startswith("s3://data/out/")
    assert json.loads(slow.output(answer)) == ["patience"]


def test_the_queue_goes_with_its_endpoint(slow: AsyncEndpoint) -> None:
    slow.create(count=0).send(["lost"])
    slow.aws.sagemaker.delete_endpoint(EndpointName="slow")
    until(lambda: not slow.aws.sagemaker.list_endpoints()["Endpoints"])
    assert backlog(slow) == {}
    slow.aws.sagemaker.create_endpoint(EndpointName="slow", EndpointConfigName="config")
    slow.aws.settle("slow")
    assert backlog(slow)["ApproximateBacklogSize"] == 0
    assert not any(key.startswith("out/") for _, key in slow.aws.storage.objects)


def test_a_deleted_endpoint_is_forgotten(slow: AsyncEndpoint) -> None:
    slow.output(slow.create().send([]))
    slow.aws.sagemaker.delete_endpoint(EndpointName="slow")
    until(lambda: backlog(slow) == {} and not slow.aws.service.queues._queues)


def test_a_request_that_waits_too_long_expires(hasty: AsyncEndpoint) -> None:
    hasty.create(count=0, NotificationConfig=TOPICS)
    answer = hasty.send([], RequestTTLSeconds=60)
    assert b"expired after 60 seconds" in hasty.failure(answer)
    (message,) = hasty.messages()
    assert message["invocationStatus"] == "Expired"
    assert hasty.metrics("ExpiredRequests") == [1]


def test_an_answer_that_takes_too_long_is_a_failure(slow: AsyncEndpoint) -> None:
    answer = slow.create().send({"do": "hang"}, InvocationTimeoutSeconds=1)
    assert b"Your invocation timed out" in slow.failure(answer)


def test_an_error_of_the_container_is_written_as_it_is(slow: AsyncEndpoint) -> None:
    slow.create(NotificationConfig=TOPICS)
    answer = slow.send({"do": "fail", "status": 400})
    assert slow.failure(answer) == b'{"error": "told to fail"}'
    (message,) = slow.messages()
    assert message["failureReason"].startswith("ClientError: Received client error (400)")


def test_a_streamed_answer_is_a_failure(slow: AsyncEndpoint) -> None:
    answer = slow.create().send({"do": "stream", "pieces": ["a"]})
    assert b"did not specify the required Content-Length header" in slow.failure(answer)


def test_the_state_of_a_queue_is_published_again_and_again(hasty: AsyncEndpoint) -> None:
    hasty.create()
    with watching(hasty.aws):
        assert set(hasty.metrics("ApproximateBacklogSize", count=3)) == {0}


def test_other_endpoints_have_no_queue(slow: AsyncEndpoint, endpoint: str) -> None:
    assert endpoint == "chat"
    assert backlog(slow) == {}

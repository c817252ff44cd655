import json
from dataclasses import replace

import httpx

from lockgate.local.sagemaker.asynchronous.queue import Queue
from lockgate.local.time_scale import REAL_TIME
from tests.local.sagemaker.asynchronous.bench import Answering, Bench, Instances, echo, until
from tests.local.sagemaker.asynchronous.conftest import TOPICS

MISSING = "arn:aws:sns:eu-west-1:000000000000:missing"
INPUT = {"InputLocation": "s3://data/in"}


async def failing(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(500, text="no")


async def processed(bench: Bench, body: bytes = b"x", **members: str) -> Bench:
    bench.put(body, **members)
    await until(lambda: bench.queue.size == 0)
    return bench


def bench(answering: Answering = echo, **members: object) -> Bench:
    return Bench(answering, Instances("i-1"), **members)  # type: ignore[arg-type]


async def test_the_input_comes_from_s3() -> None:
    one = bench()
    one.storage.objects["data", "in"] = b"from S3", "text/x"
    await processed(one, b"", **INPUT)
    assert one.written("out/") == [b"from S3"]
    assert len(one.values("RequestDownloadLatency")) == 1


async def test_an_input_that_is_missing_is_a_failure() -> None:
    one = await processed(bench(), b"", **INPUT)
    text = "The request could not be downloaded from s3://data/in. NoSuchKey: The specified key"
    assert one.written("failed/")[0].decode().startswith(text)
    assert one.values("RequestDownloadFailures") == [1]
    assert one.values("InvocationFailures") == [1]


async def test_an_input_over_the_limit_is_a_failure() -> None:
    one = bench()
    one.storage.objects["data", "in"] = b"four", "text/x"
    one.worker = replace(one.worker, input_limit=3)
    one.queue = Queue(one.worker, REAL_TIME, poll_s=0.001)
    await processed(one, b"", **INPUT)
    assert b"It has 4 bytes; at most 3 may be." in one.written("failed/")[0]


async def test_an_answer_that_cannot_be_written_is_a_failure() -> None:
    one = await processed(bench(S3OutputPath="s3://missing/out"))
    (text,) = one.written("failed/")
    assert text.startswith(b"The response could not be uploaded to s3://missing/out/")
    assert one.values("ResponseUploadFailures") == [1]


async def test_a_failure_that_cannot_be_written_is_logged() -> None:
    one = await processed(bench(failing, S3FailurePath="s3://missing/failed"))
    assert one.values("ResponseUploadFailures") == [1]
    assert any("s3://missing/failed/" in text for _, text in one.logged())


async def test_nothing_is_told_of_a_request_whose_endpoint_goes_meanwhile() -> None:
    async def answering(_request: httpx.Request) -> httpx.Response:
        one.worker.endpoint.move("Deleting")
        return httpx.Response(500, text="no")

    one = await processed(bench(answering, NotificationConfig=TOPICS))
    assert (one.logged(), one.written("failed/"), one.storage.messages) == ([], [], [])


async def test_both_topics_are_notified() -> None:
    one = await processed(bench(NotificationConfig=TOPICS))
    other = await processed(bench(failing, NotificationConfig=TOPICS))
    messages = [*one.storage.messages, *other.storage.messages]
    assert [topic for topic, _ in messages] == [TOPICS["SuccessTopic"], TOPICS["ErrorTopic"]]
    statuses = [json.loads(text)["invocationStatus"] for _, text in messages]
    assert statuses == ["Completed", "Failed"]


async def test_the_answer_is_there_before_its_notification() -> None:
    one = bench(NotificationConfig=TOPICS)
    there: list[int] = []
    one.storage.publish = lambda *_: there.append(len(one.written("out/")))  # type: ignore[method-assign]
    await processed(one)
    assert there == [1]


async def test_a_notification_that_fails_is_counted_and_the_answer_stays() -> None:
    one = await processed(bench(NotificationConfig={"SuccessTopic": MISSING}))
    assert one.written("out/") == [b"x"]
    assert one.values("NotificationFailures") == [1]
    assert one.values("InvocationFailures") == [0]


async def test_a_failure_is_in_the_platforms_log_with_its_inference_id() -> None:
    one = await processed(bench(failing), InferenceId="id-7")
    ((stream, text),) = one.logged()
    assert stream == "primary/i-1/data-log"
    assert text.endswith(
        '[sagemaker logs] [id-7] Received server error (500) from primary with message "no"'
    )


async def test_metrics_are_those_of_asynchronous_endpoints() -> None:
    one = await processed(bench())
    one.publisher.flush()
    names = {datum.name for datum in one.recorder.data}
    assert {"TimeInBacklog", "TotalProcessingTime", "ModelLatency", "InvocationsProcessed"} < names
    assert not names & {"Invocations", "InvocationsPerInstance", "OverheadLatency"}
    dimensions = {frozenset(dict(datum.dimensions).items()) for datum in one.recorder.data}
    assert dimensions == {frozenset({("EndpointName", "slow"), ("VariantName", "primary")})}


async def test_an_error_of_the_container_counts_by_its_kind() -> None:
    one = await processed(bench(failing))
    assert one.values("Invocation5XXErrors") == [1]
    assert one.values("Invocation4XXErrors") == [0]

import json

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess

pytestmark = pytest.mark.usefixtures("endpoint")


def invoke(aws: InProcess, body: object) -> None:
    aws.runtime.invoke_endpoint(EndpointName="chat", Body=json.dumps(body))


def published(aws: InProcess) -> InProcess:
    async def flush() -> None:
        aws.service.flush()

    aws.run(flush())
    return aws


def test_an_invocation_counts_once_and_without_errors(aws: InProcess) -> None:
    invoke(aws, {})
    recorder = published(aws).recorder
    assert recorder.values("Invocations") == [1]
    assert recorder.values("Invocation4XXErrors") == [0]
    assert recorder.values("Invocation5XXErrors") == [0]


def test_latencies_are_in_microseconds_by_endpoint_and_variant(aws: InProcess) -> None:
    invoke(aws, {})
    recorder = published(aws).recorder
    latency, _ = [datum for datum in recorder.data if datum.name == "ModelLatency"]
    assert latency.unit == "Microseconds"
    assert latency.value > 0
    assert dict(latency.dimensions) == {"EndpointName": "chat", "VariantName": "primary"}


def test_an_invocation_counts_for_its_endpoint_configuration_too(aws: InProcess) -> None:
    invoke(aws, {})
    recorder = published(aws).recorder
    both, own = [datum for datum in recorder.data if datum.name == "Invocations"]
    assert dict(own.dimensions) == dict(both.dimensions) | {"EndpointConfigName": "config"}


@pytest.mark.parametrize(
    ("status", "metric"), [(429, "Invocation4XXErrors"), (500, "Invocation5XXErrors")]
)
def test_an_error_of_the_container_counts(aws: InProcess, status: int, metric: str) -> None:
    with pytest.raises(ClientError):
        invoke(aws, {"do": "fail", "status": status})
    recorder = published(aws).recorder
    assert recorder.values(metric) == [1]
    assert recorder.values("InvocationModelErrors") == [1]


def test_a_stream_has_a_latency_of_its_first_chunk(aws: InProcess) -> None:
    body = json.dumps({"do": "stream", "pieces": ["a", "b"]})
    aws.runtime.invoke_endpoint_with_response_stream(EndpointName="chat", Body=body)
    recorder = published(aws).recorder
    (first,) = recorder.values("FirstChunkModelLatency")
    (all_,) = recorder.values("ModelLatency")
    assert 0 < first <= all_
    assert recorder.values("MidStreamErrors") == [0]


def test_a_broken_stream_counts_as_an_error(aws: InProcess) -> None:
    body = json.dumps({"do": "stream_and_die"})
    aws.runtime.invoke_endpoint_with_response_stream(EndpointName="chat", Body=body)
    recorder = published(aws).recorder
    assert recorder.values("MidStreamErrors") == [1]
    assert recorder.values("Invocation5XXErrors") == [1]


def test_a_request_that_never_reached_a_variant_does_not_count(aws: InProcess) -> None:
    with pytest.raises(ClientError):
        aws.runtime.invoke_endpoint(EndpointName="other", Body=b"")
    assert published(aws).recorder.data == []

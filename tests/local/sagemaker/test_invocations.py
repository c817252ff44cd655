import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError, EventStreamError

from lockgate.local.sagemaker.runtime.limits import Limits
from tests.local.in_process import InProcess, running
from tests.local.sagemaker.conftest import create_config, create_model


def invoke(aws: InProcess, body: object, **members: Any) -> dict[str, Any]:
    answer: dict[str, Any] = aws.runtime.invoke_endpoint(
        EndpointName="chat", Body=json.dumps(body), **members
    )
    return answer


def stream(aws: InProcess, body: object, **members: Any) -> dict[str, Any]:
    answer: dict[str, Any] = aws.runtime.invoke_endpoint_with_response_stream(
        EndpointName="chat", Body=json.dumps(body), **members
    )
    return answer


def parts(answer: dict[str, Any]) -> Iterator[bytes]:
    return (event["PayloadPart"]["Bytes"] for event in answer["Body"])


@contextmanager
def limited(echo_url: str, limits: Limits) -> Iterator[InProcess]:
    """An endpoint whose limits are others."""
    with running(echo_url, limits) as services:
        create_config(services.sagemaker)
        services.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
        services.settle("chat")
        yield services


@pytest.fixture
def narrow(echo_url: str) -> Iterator[InProcess]:
    with limited(echo_url, Limits(body_bytes=1000)) as services:
        yield services


@pytest.fixture
def hasty(echo_url: str) -> Iterator[InProcess]:
    """What is to arrive has arrived before its limit is over, on a busy machine too."""
    with limited(echo_url, Limits(plain_s=0.05, stream_s=3)) as services:
        yield services


@pytest.mark.usefixtures("endpoint")
def test_the_containers_answer_comes_back(aws: InProcess) -> None:
    answer = invoke(aws, ["hello"], ContentType="application/json")
    assert json.loads(answer["Body"].read()) == ["hello"]
    assert answer["ContentType"] == "application/json"
    assert answer["InvokedProductionVariant"] == "primary"


@pytest.mark.usefixtures("endpoint")
def test_the_container_sees_the_headers_that_aws_passes_on(aws: InProcess) -> None:
    members = {"CustomAttributes": "trace=7", "InferenceId": "id-7", "Accept": "text/plain"}
    answer = invoke(aws, {"do": "describe"}, ContentType="application/json", **members)
    seen = json.loads(answer["Body"].read())["headers"]
    assert seen["X-Amzn-SageMaker-Custom-Attributes"] == "trace=7"
    assert seen["X-Amzn-SageMaker-Inference-Id"] == "id-7"
    assert (seen["Accept"], seen["Content-Type"]) == ("text/plain", "application/json")
    assert answer["CustomAttributes"] == "trace=7"


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize(("status", "side"), [(400, "client"), (503, "server")])
def test_an_error_of_the_container_is_a_model_error(aws: InProcess, status: int, side: str) -> None:
    with pytest.raises(ClientError) as raised:
        invoke(aws, {"do": "fail", "status": status})
    told = raised.value.response
    assert told["Error"]["Code"] == "ModelError"
    assert told["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert told["OriginalStatusCode"] == status
    assert told["OriginalMessage"] == '{"error": "told to fail"}'
    assert told["LogStreamArn"].endswith("Endpoints/chat:log-stream:primary/i-0123456789abcdef0")
    assert told["Error"]["Message"].startswith(f"Received {side} error ({status}) from primary")


@pytest.mark.usefixtures("endpoint")
def test_an_error_of_the_container_ends_a_stream_before_it_begins(aws: InProcess) -> None:
    with pytest.raises(ClientError, match=r"Received client error \(400\)"):
        stream(aws, {"do": "fail", "status": 400})


@pytest.mark.usefixtures("aws")
def test_an_unknown_endpoint_is_not_found(aws: InProcess) -> None:
    with pytest.raises(ClientError, match="Endpoint chat of account 000000000000 not found"):
        invoke(aws, {})


@pytest.mark.usefixtures("endpoint")
def test_the_case_of_an_endpoints_name_must_match(aws: InProcess) -> None:
    with pytest.raises(ClientError, match="Endpoint Chat of account 000000000000 not found"):
        aws.runtime.invoke_endpoint(EndpointName="Chat", Body=b"")


def test_an_endpoint_that_is_created_is_not_found_yet(aws: InProcess) -> None:
    create_model(aws.sagemaker, "model", MODE="wait")
    create_config(aws.sagemaker)
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    with pytest.raises(ClientError, match="not found"):
        invoke(aws, {})


@pytest.mark.usefixtures("endpoint")
def test_a_variant_can_be_asked_for(aws: InProcess) -> None:
    assert invoke(aws, {}, TargetVariant="primary")["InvokedProductionVariant"] == "primary"
    with pytest.raises(ClientError, match="Variant other of endpoint chat"):
        invoke(aws, {}, TargetVariant="other")


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"InferenceComponentName": "one"}, "is for endpoints with inference components"),
        ({"SessionId": "NEW_SESSION"}, "SessionId is for stateful sessions"),
        ({"TargetVariant": "under_score"}, "1 validation error detected: .* at 'targetVariant'"),
        ({"InferenceId": "x" * 65}, "must have length less than or equal to 64"),
    ],
)
def test_members_that_do_not_fit_the_endpoint_are_refused(
    aws: InProcess, members: dict[str, str], message: str
) -> None:
    with pytest.raises(ClientError, match=message) as raised:
        invoke(aws, {}, **members)
    assert raised.value.response["Error"]["Code"] == "ValidationError"


def test_an_endpoint_without_a_healthy_instance_is_unavailable(aws: InProcess) -> None:
    create_model(aws.sagemaker, "model", MODE="dead")
    create_config(aws.sagemaker)
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    aws.settle("chat")
    with pytest.raises(ClientError, match="No instance of the endpoint is healthy") as raised:
        invoke(aws, {})
    assert raised.value.response["Error"]["Code"] == "ServiceUnavailable"


def test_a_body_over_the_limit_is_refused_with_413(narrow: InProcess) -> None:
    with pytest.raises(ClientError, match="HTTP content length exceeded 1000 bytes") as raised:
        invoke(narrow, "x" * 1000)
    assert raised.value.response["Error"]["Code"] == "413"


def test_a_response_over_the_limit_is_a_model_error(narrow: InProcess) -> None:
    with pytest.raises(ClientError, match="exceeded 1000 bytes"):
        invoke(narrow, {"do": "repeat", "bytes": 1001})


def test_an_answer_that_takes_too_long_is_a_model_error(hasty: InProcess) -> None:
    with pytest.raises(ClientError, match="Your invocation timed out while waiting") as raised:
        invoke(hasty, {"do": "hang"})
    assert raised.value.response["OriginalStatusCode"] == 0


@pytest.mark.usefixtures("endpoint")
def test_a_stream_comes_in_the_pieces_that_the_container_sent(aws: InProcess) -> None:
    pieces = ["data: one\n\n", "data: 日本\n\n", "data: 🦙\n\n"]
    answer = stream(aws, {"do": "stream", "pieces": pieces})
    assert [part.decode() for part in parts(answer)] == pieces
    assert answer["ContentType"] == "text/event-stream"
    assert answer["InvokedProductionVariant"] == "primary"


@pytest.mark.usefixtures("endpoint")
def test_a_container_that_dies_breaks_its_stream(aws: InProcess) -> None:
    received = parts(stream(aws, {"do": "stream_and_die"}))
    assert next(received) == b"the last words"
    with pytest.raises(EventStreamError) as raised:
        next(received)
    assert raised.value.response["Error"]["Code"] == "ModelStreamError"


def test_a_stream_that_takes_too_long_ends_with_an_error(hasty: InProcess) -> None:
    received = parts(stream(hasty, {"do": "stream_and_hang"}))
    assert next(received) == b"and then nothing"
    with pytest.raises(EventStreamError, match="timed out") as raised:
        next(received)
    assert raised.value.response["Error"]["Code"] == "ModelStreamError"

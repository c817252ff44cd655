"""Capture by endpoints of each kind, reached by boto3."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EventStreamError

from tests.local.in_process import InProcess
from tests.local.polling import until
from tests.local.sagemaker.asynchronous.conftest import async_config
from tests.local.sagemaker.conftest import create_model, variant

Ask = Callable[[InProcess, object], object]
CAPTURE = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 100,
    "DestinationS3Uri": "s3://data/captured",
    "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
    "CaptureContentTypeHeader": {"JsonContentTypes": ["application/json"]},
}


def configure(
    aws: InProcess, name: str, capture: dict[str, Any] | None = None, **members: Any
) -> None:
    """A configuration; `capture` are members of its DataCaptureConfig."""
    if not aws.sagemaker.list_models(NameContains="model")["Models"]:
        create_model(aws.sagemaker)
    given = {"ProductionVariants": [variant()], "DataCaptureConfig": CAPTURE | (capture or {})}
    aws.sagemaker.create_endpoint_config(EndpointConfigName=name, **given | members)


def create(aws: InProcess, capture: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """The endpoint `chat`; returns its description."""
    configure(aws, "config", capture, **members)
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    return aws.settle("chat")


def invoke(aws: InProcess, body: object = "hi", **members: Any) -> None:
    given = {"ContentType": "application/json", "Body": json.dumps(body)} | members
    aws.runtime.invoke_endpoint(EndpointName="chat", **given)


def stream(aws: InProcess, body: object) -> bytes:
    answer = aws.runtime.invoke_endpoint_with_response_stream(
        EndpointName="chat", Body=json.dumps(body), ContentType="application/json"
    )
    return b"".join(event["PayloadPart"]["Bytes"] for event in answer["Body"])


def records(aws: InProcess, variant: str = "primary") -> list[dict[str, Any]]:
    """What was captured so far."""
    aws.run(aws.service.captures.flush())
    prefix = f"captured/chat/{variant}/"
    return [
        json.loads(line)
        for (_, key), (content, _) in aws.storage.objects.items()
        if key.startswith(prefix)
        for line in content.splitlines()
    ]


def output(record: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = record["captureData"]["endpointOutput"]
    return found


def test_a_request_and_its_answer_are_captured(aws: InProcess) -> None:
    create(aws)
    invoke(aws, "hi", InferenceId="call-7", CustomAttributes="trace=7")
    (record,) = records(aws)
    assert record["captureData"]["endpointInput"]["data"] == '"hi"'
    assert output(record) == {
        "observedContentType": "application/json",
        "mode": "OUTPUT",
        "data": '"hi"',
        "encoding": "JSON",
    }
    assert record["eventMetadata"]["inferenceId"] == "call-7"
    assert record["eventMetadata"]["customAttributes"] == ["trace=7"]


def test_the_pieces_of_a_stream_are_captured_as_one_answer(aws: InProcess) -> None:
    create(aws)
    assert stream(aws, {"do": "stream", "pieces": ["a", "b"]}) == b"ab"
    (record,) = records(aws)
    assert output(record)["observedContentType"] == "text/event-stream"
    assert base64.b64decode(output(record)["data"]) == b"ab"


def test_a_stream_that_breaks_is_captured_as_far_as_it_came(aws: InProcess) -> None:
    create(aws)
    with pytest.raises(EventStreamError):
        stream(aws, {"do": "stream_and_die"})
    (record,) = records(aws)
    assert base64.b64decode(output(record)["data"]) == b"the last words"


@pytest.mark.parametrize("ask", [invoke, stream])
def test_an_error_of_the_container_is_not_captured(aws: InProcess, ask: Ask) -> None:
    create(aws)
    with pytest.raises(ClientError):
        ask(aws, {"do": "fail", "status": 500})
    assert records(aws) == []


@pytest.mark.parametrize("capture", [{"EnableCapture": False}, {"InitialSamplingPercentage": 0}])
def test_nothing_is_captured_unless_it_is_asked_for(
    aws: InProcess, capture: dict[str, Any]
) -> None:
    create(aws, capture)
    invoke(aws)
    assert records(aws) == []


def test_an_update_switches_capture(aws: InProcess) -> None:
    create(aws)
    invoke(aws, "seen")
    configure(aws, "off", {"EnableCapture": False})
    aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="off")
    assert aws.settle("chat")["DataCaptureConfig"]["CaptureStatus"] == "Stopped"
    invoke(aws, "unseen")
    assert [output(record)["data"] for record in records(aws)] == ['"seen"']


def test_capture_is_described(aws: InProcess) -> None:
    assert create(aws, {"InitialSamplingPercentage": 20})["DataCaptureConfig"] == {
        "EnableCapture": True,
        "CaptureStatus": "Started",
        "CurrentSamplingPercentage": 20,
        "DestinationS3Uri": "s3://data/captured",
        "KmsKeyId": "",
    }


def test_a_bucket_that_is_missing_fails_no_request(
    aws: InProcess, caplog: pytest.LogCaptureFixture
) -> None:
    create(aws, {"DestinationS3Uri": "s3://missing"})
    invoke(aws)
    assert records(aws) == []
    invoke(aws)
    assert "captures are lost" in caplog.text


def test_a_destination_outside_s3_is_refused(aws: InProcess) -> None:
    with pytest.raises(ClientError, match=r"DestinationS3Uri: https://elsewhere/x is no S3"):
        configure(aws, "config", {"DestinationS3Uri": "https://elsewhere/x"})


def test_copies_are_captured_under_the_name_of_the_shadow(aws: InProcess) -> None:
    create(aws, ShadowProductionVariants=[variant(VariantName="shadow")])
    invoke(aws, "hi")
    until(lambda: bool(records(aws, "shadow")))
    assert [output(one)["data"] for one in records(aws, "shadow")] == ['"hi"']


def test_an_asynchronous_request_is_captured_with_its_id(aws: InProcess) -> None:
    create(aws, AsyncInferenceConfig=async_config())
    aws.storage.objects["data", "in.json"] = b'"hi"', "application/json"
    answer = aws.runtime.invoke_endpoint_async(
        EndpointName="chat", InputLocation="s3://data/in.json"
    )
    until(lambda: bool(records(aws)))
    (record,) = records(aws)
    assert record["eventMetadata"]["inferenceId"] == answer["InferenceId"]
    assert record["captureData"]["endpointInput"]["data"] == '"hi"'


def test_what_waits_is_written_at_the_end(echo_url: str) -> None:
    aws = InProcess(echo_url)
    create(aws)
    invoke(aws)
    aws.close()
    assert [key for _, key in aws.storage.objects if key.startswith("captured/chat/primary/")]

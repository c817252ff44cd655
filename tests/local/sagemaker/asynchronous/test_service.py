import json

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.asynchronous.conftest import AsyncEndpoint


def test_the_answer_comes_to_the_output_location(slow: AsyncEndpoint) -> None:
    slow.create()
    answer = slow.send(["hello"])
    assert json.loads(slow.output(answer)) == ["hello"]
    assert slow.content(answer["OutputLocation"])[1] == "application/json"


def test_places_are_named_after_the_inference_id(slow: AsyncEndpoint) -> None:
    answer = slow.create().send([], InferenceId="id-7")
    assert answer["InferenceId"] == "id-7"
    assert answer["OutputLocation"] == "s3://data/out/id-7.out"
    assert answer["FailureLocation"] == "s3://data/failed/id-7-error.out"


def test_a_request_without_an_inference_id_gets_one(slow: AsyncEndpoint) -> None:
    answer = slow.create().send([])
    assert answer["OutputLocation"] == f"s3://data/out/{answer['InferenceId']}.out"


def test_a_request_can_extend_the_output_path_and_name_the_file(slow: AsyncEndpoint) -> None:
    answer = slow.create().send(["hello"], S3OutputPathExtension="team/a", Filename="result.json")
    assert answer["OutputLocation"] == "s3://data/out/team/a/result.json"
    assert json.loads(slow.output(answer)) == ["hello"]


def test_a_body_needs_no_input_in_s3(slow: AsyncEndpoint) -> None:
    answer = slow.create().invoke(Body=b'["inline"]', ContentType="application/json")
    assert slow.output(answer) == b'["inline"]'


def test_the_container_sees_the_headers_that_aws_passes_on(slow: AsyncEndpoint) -> None:
    members = {"CustomAttributes": "trace=7", "InferenceId": "id-7", "Accept": "text/plain"}
    seen = json.loads(slow.output(slow.create().send({"do": "describe"}, **members)))["headers"]
    assert seen["X-Amzn-SageMaker-Custom-Attributes"] == "trace=7"
    assert seen["X-Amzn-SageMaker-Inference-Id"] == "id-7"
    assert (seen["Accept"], seen["Content-Type"]) == ("text/plain", "application/json")


def test_a_request_without_a_content_type_has_that_of_its_input(slow: AsyncEndpoint) -> None:
    endpoint = slow.create()
    endpoint.aws.storage.objects["data", "in/a"] = b'{"do": "describe"}', "application/x-ndjson"
    seen = json.loads(endpoint.output(endpoint.invoke(InputLocation="s3://data/in/a")))["headers"]
    assert seen["Content-Type"] == "application/x-ndjson"


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({}, "exactly one of Body and InputLocation; the request has neither"),
        ({"Body": b"x", "InputLocation": "s3://data/in"}, "the request has both"),
        ({"Body": b"x" * 128_001}, "at 'body' .* length less than or equal to 128000"),
        ({"InputLocation": "https://example.com/in"}, "is no S3 location; write s3://BUCKET/KEY"),
        (
            {"Body": b"x", "RequestTTLSeconds": 21_601},
            "must have value less than or equal to 21600",
        ),
        ({"Body": b"x", "InvocationTimeoutSeconds": 3601}, "less than or equal to 3600"),
        ({"Body": b"x", "Filename": "a.b.c"}, "must satisfy regular expression pattern"),
    ],
)
def test_wrong_requests_are_refused(
    slow: AsyncEndpoint, members: dict[str, object], message: str
) -> None:
    slow.create()
    with pytest.raises(ClientError, match=message) as raised:
        slow.invoke(**members)
    assert raised.value.response["Error"]["Code"] == "ValidationError"


def test_an_unknown_endpoint_is_not_found(slow: AsyncEndpoint) -> None:
    with pytest.raises(ClientError, match="Endpoint slow of account 000000000000 not found"):
        slow.invoke(Body=b"x")


def test_the_endpoint_is_described_with_its_configuration(slow: AsyncEndpoint) -> None:
    described = slow.create().aws.sagemaker.describe_endpoint(EndpointName="slow")
    assert described["AsyncInferenceConfig"]["OutputConfig"]["S3OutputPath"] == "s3://data/out/"


def test_an_endpoint_without_paths_tells_none(slow: AsyncEndpoint, aws: InProcess) -> None:
    slow.create(S3OutputPath=None, S3FailurePath=None)
    answer = slow.invoke(Body=b"x")
    assert not {"OutputLocation", "FailureLocation"} & set(answer)
    assert slow.metrics("InvocationsProcessed") == [1]
    assert aws.storage.objects == {}

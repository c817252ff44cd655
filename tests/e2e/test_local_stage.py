"""From `cdk deploy` to `cdk destroy`, in this order, with the real model."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.e2e.conftest import Project

pytestmark = [pytest.mark.local_aws, pytest.mark.model]
QUESTION = {"messages": [{"role": "user", "content": "Name a colour."}], "max_tokens": 12}


PUBLISHED = "smollm2-135m-instruct-1.tar.gz"


def invoke(project: Project, endpoint: str, body: bytes, **members: str) -> bytes:
    answer = project.aws.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=endpoint, Body=body, ContentType="application/json", **members
    )
    content: bytes = answer["Body"].read()
    return content


def ask(project: Project, endpoint: str, **members: str) -> dict[str, Any]:
    body = json.dumps(QUESTION).encode()
    completion: dict[str, Any] = json.loads(invoke(project, endpoint, body, **members))
    return completion


def send(project: Project, body: str) -> tuple[str, str]:
    """Ask the async endpoint; returns where the result will be, and where the failure."""
    answer = project.aws.client("sagemaker-runtime").invoke_endpoint_async(
        EndpointName="local-summaries", Body=body, ContentType="application/json"
    )
    return answer["OutputLocation"], answer["FailureLocation"]


def until_written(project: Project, uri: str) -> bytes:
    s3 = project.aws.client("s3")
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    patience = {"Delay": 1, "MaxAttempts": 120}
    s3.get_waiter("object_exists").wait(Bucket=bucket, Key=key, WaiterConfig=patience)
    content: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return content


def test_a_model_answers(deployed: Project) -> None:
    completion = ask(deployed, "local-smoke")
    assert completion["model"] == "smollm2-135m-instruct"
    assert completion["choices"][0]["message"]["content"]


def test_a_model_streams_its_answer(deployed: Project) -> None:
    client = deployed.aws.client("sagemaker-runtime")
    answer = client.invoke_endpoint_with_response_stream(
        EndpointName="local-smoke",
        Body=json.dumps(QUESTION | {"stream": True}),
        ContentType="application/json",
    )
    text = b"".join(event["PayloadPart"]["Bytes"] for event in answer["Body"]).decode()
    assert answer["ContentType"].startswith("text/event-stream")
    assert text.startswith("data: {")
    assert text.endswith("data: [DONE]\n\n")


def test_a_stand_in_answers_for_a_model_that_needs_a_gpu(deployed: Project) -> None:
    assert ask(deployed, "local-chat")["choices"]
    group = "/aws/sagemaker/Endpoints/local-chat"
    events = deployed.aws.client("logs").filter_log_events(logGroupName=group)["events"]
    first = "lockgate: stand-in smollm2-135m-instruct@1 answers for qwen3-8b@1"
    assert events[0]["message"] == first


def test_a_stand_in_answers_for_a_model_that_needs_a_neuron_chip(deployed: Project) -> None:
    assert ask(deployed, "local-neuron")["model"] == "smollm2-135m-instruct"


@pytest.mark.parametrize("endpoint", ["local-smoke", "local-neuron", "local-library"])
def test_more_than_sagemaker_takes_is_refused(deployed: Project, endpoint: str) -> None:
    with pytest.raises(ClientError, match="HTTP content length exceeded 26214400 bytes"):
        invoke(deployed, endpoint, b" " * (25 * 1024 * 1024 + 1))


@pytest.mark.parametrize("endpoint", ["local-smoke", "local-neuron", "local-draft"])
def test_what_the_model_refuses_is_passed_on(deployed: Project, endpoint: str) -> None:
    with pytest.raises(ClientError, match=r"client error \(400\) from primary") as refused:
        invoke(deployed, endpoint, b'{"messages": "none"}')
    assert refused.value.response["Error"]["Code"] == "ModelError"


def test_an_async_request_leaves_its_result_in_s3(deployed: Project) -> None:
    result, _ = send(deployed, json.dumps(QUESTION))
    assert json.loads(until_written(deployed, result))["choices"]


def test_an_async_request_that_fails_leaves_its_reason_in_s3(deployed: Project) -> None:
    _, failure = send(deployed, '{"messages": "none"}')
    assert b"messages" in until_written(deployed, failure)


def test_an_async_request_of_more_than_128_kb_must_come_from_s3(deployed: Project) -> None:
    with pytest.raises(ClientError, match="128000"):
        send(deployed, " " * 128_001)


def test_an_async_endpoint_answers_nobody_at_once(deployed: Project) -> None:
    with pytest.raises(ClientError, match="InvokeEndpointAsync"):
        ask(deployed, "local-summaries")


def test_a_serverless_endpoint_answers(deployed: Project) -> None:
    assert ask(deployed, "local-draft")["choices"]


def test_a_serverless_endpoint_takes_no_more_than_4_mb(deployed: Project) -> None:
    with pytest.raises(ClientError, match="oversize body"):
        invoke(deployed, "local-draft", b" " * (4 * 1024 * 1024 + 1))


def test_a_multi_model_endpoint_answers_with_the_model_that_is_asked_for(deployed: Project) -> None:
    assert ask(deployed, "local-library", TargetModel=PUBLISHED)["choices"]


def test_a_model_that_nobody_published_is_not_found(deployed: Project) -> None:
    with pytest.raises(ClientError, match="Failed to download model data"):
        ask(deployed, "local-library", TargetModel="nobody-1.tar.gz")


def test_a_multi_model_endpoint_must_be_told_the_model(deployed: Project) -> None:
    with pytest.raises(ClientError, match=r"(?i)target model"):
        ask(deployed, "local-library")


def test_a_bad_variable_rolls_the_stack_back_and_the_old_model_answers(deployed: Project) -> None:
    deployed.configure(
        "endpoints: {smoke: {environment: {LOCKGATE_CONTEXT_LENGTH: not-a-number}}}\n"
    )
    failed = deployed.cdk("deploy", "local/smoke", "--exclusively")
    deployed.configure()
    assert failed.returncode != 0
    assert "did not pass the ping health check" in failed.stdout
    assert "LOCKGATE_CONTEXT_LENGTH is 'not-a-number'" in failed.stdout
    assert ask(deployed, "local-smoke")["choices"]


def test_destroying_leaves_nothing(deployed: Project) -> None:
    destroyed = deployed.cdk("destroy", "local/*", "--force")
    assert destroyed.returncode == 0, destroyed.stdout
    sagemaker = deployed.aws.client("sagemaker")
    assert sagemaker.list_endpoints()["Endpoints"] == []
    assert sagemaker.list_models()["Models"] == []
    assert deployed.aws.client("logs").describe_log_groups()["logGroups"] == []

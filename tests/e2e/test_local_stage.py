"""From `cdk deploy` to `cdk destroy`, in this order, with the real model."""

import json
from typing import Any

import pytest

from tests.e2e.conftest import Project

pytestmark = [pytest.mark.local_aws, pytest.mark.model]
QUESTION = {"messages": [{"role": "user", "content": "Name a colour."}], "max_tokens": 12}


def ask(project: Project, endpoint: str) -> dict[str, Any]:
    client = project.aws.client("sagemaker-runtime")
    answer = client.invoke_endpoint(
        EndpointName=endpoint, Body=json.dumps(QUESTION), ContentType="application/json"
    )
    completion: dict[str, Any] = json.loads(answer["Body"].read())
    return completion


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


def test_a_bad_variable_rolls_the_stack_back_and_the_old_model_answers(deployed: Project) -> None:
    deployed.configure(
        "endpoints: {smoke: {environment: {LOCKGATE_CONTEXT_LENGTH: not-a-number}}}\n"
    )
    failed = deployed.cdk("deploy", "local/smoke", "--exclusively")
    deployed.configure("")
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

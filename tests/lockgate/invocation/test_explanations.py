from typing import Any

import pytest

from infra.config.endpoints import Endpoint, RealtimeEndpoint, ServerlessEndpoint
from infra.config.references import ReleaseReference
from lockgate.addresses import Address
from lockgate.aws import Target
from lockgate.invocation.explanations import Explanations, original_message
from tests.lockgate.fakes import refusal

REALTIME = RealtimeEndpoint(kind="realtime", instance="ml.m5.large")
SERVERLESS = ServerlessEndpoint(
    kind="serverless", model=ReleaseReference("tiny", 1), memory_mb=2048, max_concurrency=7
)
LOCAL = Target("eu-west-1", "http://localhost:4566")


def explained(
    code: str,
    message: str = "",
    *,
    endpoint: Endpoint = REALTIME,
    target: Target = LOCAL,
    target_model: str | None = None,
    **more: Any,
) -> str:
    explanations = Explanations(Address("local", "chat"), target, endpoint)
    return str(explanations.explain(refusal(code, message, **more), target_model=target_model))


def test_failure_of_the_model_points_to_its_log() -> None:
    said = explained("ModelError", OriginalStatusCode=500, OriginalMessage="boom")

    assert said == "the model answered 500: boom; read its log: lockgate local logs local/chat"


def test_model_that_gave_no_answer_failed() -> None:
    said = explained("ModelError", OriginalStatusCode=0, OriginalMessage="timed out")

    assert said.startswith("the model failed: timed out; read its log")


def test_endpoint_without_a_healthy_instance_points_to_its_log() -> None:
    said = explained("ServiceUnavailable", "No instance is healthy.")

    assert said.startswith("No instance is healthy; read its log: lockgate")


def test_body_over_the_limit_asks_for_a_shorter_prompt() -> None:
    said = explained("413", "HTTP content length exceeded 9 bytes.")

    assert said.endswith("exceeded 9 bytes; send a shorter prompt")


def test_log_of_a_real_endpoint_is_read_with_the_aws_cli() -> None:
    said = explained("ModelError", target=Target("eu-west-1"))

    assert "aws logs tail /aws/sagemaker/Endpoints/local-chat" in said


def test_throttled_serverless_endpoint_names_its_concurrency() -> None:
    assert explained("ThrottlingException", "Rate exceeded", endpoint=SERVERLESS) == (
        "local/chat was throttled: it answers 7 requests at once, and was busy; "
        "try again shortly, or raise its max_concurrency"
    )


def test_other_throttled_endpoint_keeps_the_message() -> None:
    said = explained("ThrottlingException", "Rate exceeded")

    assert said == "local/chat was throttled: Rate exceeded; try again shortly"


def test_endpoint_that_still_loads_asks_for_patience() -> None:
    said = explained("ModelNotReadyException", "downloading")

    assert said == "local/chat is not ready: downloading; try again shortly"


def test_target_model_that_is_not_published_says_how_to_publish_it() -> None:
    message = "Failed to download model data(bucket: b, key: x.tar.gz). Please ensure"

    said = explained("ValidationError", message, target_model="tiny-1.tar.gz")

    assert said == (
        "tiny@1 is not published to local/chat; publish it: lockgate publish tiny@1 local/chat"
    )


@pytest.mark.parametrize("code", ["ValidationError", "AccessDeniedException"])
def test_anything_else_is_left_to_its_own_words(code: str) -> None:
    assert explained(code, "no") == "None"


def test_message_that_is_no_json_is_kept_as_it_is() -> None:
    assert original_message({"OriginalMessage": "plain text\n"}) == "plain text"

import base64
import json
from typing import Any

import pytest

from lockgate.local.sagemaker.asynchronous.notifications import message, topic
from lockgate.local.sagemaker.asynchronous.outcome import Outcome, expired, failed, model_failed
from tests.local.sagemaker.asynchronous.bench import Bench, Instances, echo
from tests.local.sagemaker.asynchronous.conftest import TOPICS

BOTH = ["SUCCESS_NOTIFICATION_TOPIC", "ERROR_NOTIFICATION_TOPIC"]
SUCCESS = Outcome("Completed", b"answer", "text/x", container_status=200)
MODEL_ERROR = model_failed(500, b"no", "text/x").outcome


def told(outcome: Outcome, include: list[str] | None = None, **members: Any) -> dict[str, Any]:
    notices = TOPICS | {"IncludeInferenceResponseIn": include or []}
    bench = Bench(echo, Instances(), NotificationConfig=notices, **members)
    given = {"InferenceId": "id-7", "ContentType": "text/csv", "InputLocation": "s3://data/in"}
    parsed: dict[str, Any] = json.loads(message(bench.request(b"", **given), outcome))
    return parsed


async def test_a_success_tells_where_its_answer_is() -> None:
    given = told(SUCCESS)
    times = given.pop("eventTime"), given.pop("receivedTime")
    assert all(moment.endswith("Z") and len(moment) == 24 for moment in times)
    assert given == {
        "awsRegion": "eu-west-1",
        "invocationStatus": "Completed",
        "requestParameters": {
            "contentType": "text/csv",
            "endpointName": "slow",
            "inputLocation": "s3://data/in",
        },
        "responseParameters": {
            "contentType": "text/x",
            "outputLocation": "s3://data/out/id-7.out",
        },
        "inferenceId": "id-7",
        "eventVersion": "1.0",
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
    }


async def test_a_failure_tells_why_and_where() -> None:
    given = told(MODEL_ERROR)
    assert given["invocationStatus"] == "Failed"
    assert given["failureReason"].startswith("ClientError: Received server error (500)")
    assert given["responseParameters"] == {
        "contentType": "text/x",
        "failureLocation": "s3://data/failed/id-7-error.out",
    }


async def test_a_failure_without_a_path_has_no_response_parameters() -> None:
    assert "responseParameters" not in told(MODEL_ERROR, S3FailurePath=None)


async def test_an_expired_request_says_so() -> None:
    given = told(expired(60))
    assert given["invocationStatus"] == "Expired"
    assert "60 seconds" in given["failureReason"]


@pytest.mark.parametrize("outcome", [SUCCESS, MODEL_ERROR])
async def test_a_response_is_included_where_it_is_asked_for(outcome: Outcome) -> None:
    body = told(outcome, BOTH)["responseBody"]
    assert base64.b64decode(body["content"]) == outcome.body
    assert body["encoding"] == "BASE64"


@pytest.mark.parametrize(
    ("outcome", "include"),
    [
        (SUCCESS, ["ERROR_NOTIFICATION_TOPIC"]),
        (MODEL_ERROR, ["SUCCESS_NOTIFICATION_TOPIC"]),
        (Outcome("Completed", b"x" * (128 * 1024 + 1), "text/x"), BOTH),
        (failed("no such object").outcome, BOTH),
    ],
)
async def test_a_response_is_left_out_elsewhere(outcome: Outcome, include: list[str]) -> None:
    assert "responseBody" not in told(outcome, include)


async def test_each_outcome_has_its_topic() -> None:
    request = Bench(echo, Instances(), NotificationConfig=TOPICS).request()
    assert topic(request, SUCCESS) == TOPICS["SuccessTopic"]
    assert topic(request, MODEL_ERROR) == topic(request, expired(60)) == TOPICS["ErrorTopic"]

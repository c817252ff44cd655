from typing import Any

import pytest

from tests.infra.config.conftest import Broken, Found
from tests.infra.config.samples import async_endpoint, large_card, large_release

TOPIC = "arn:aws:sns:eu-west-1:111122223333:done"


def test_smallest_async_endpoint_is_allowed(found: Found) -> None:
    assert found(async_endpoint()) == []


def test_everything_that_can_be_said_is_allowed(found: Found) -> None:
    endpoint = async_endpoint(
        scale={"min": 0, "max": 3, "backlog_per_instance": 4},
        max_concurrent_invocations_per_instance=4,
        output="s3://results/out/",
        failures="s3://results/failed/",
        notifications={"topics": {"success": TOPIC}, "include_response": ["success"]},
        request_ttl="6h",
        invocation_timeout="1h",
    )
    assert found(endpoint) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"request_ttl": "59s"},
            "request_ttl  59s is not a whole number of seconds from 1m to 6h; choose a time "
            "within them  [ASY-02]",
        ),
        (
            {"invocation_timeout": "61m"},
            "invocation_timeout  61m is not a whole number of seconds from 1s to 1h; choose a time "
            "within them  [ASY-02]",
        ),
        (
            {"alarms": {"p99_latency": "1h"}},
            "alarms.p99_latency  no async invocation lasts 1h: SageMaker ends them after 1h, so "
            "the alarm would never fire; choose less than 1h  [ASY-02]",
        ),
        (
            {"max_concurrent_invocations_per_instance": 0},
            "max_concurrent_invocations_per_instance  0 requests at once are outside the 1 to 1000 "
            "of an instance; choose a number within them  [ASY-03]",
        ),
        (
            {"max_concurrent_invocations_per_instance": 5},
            "max_concurrent_invocations_per_instance  small@1 answers 4 requests at once, so with "
            "5 the others wait inside the container, where their time runs; set 4 or less, or "
            "leave it out  [ASY-03]",
        ),
        (
            {"output": "results/out"},
            "output  'results/out' is no place in S3 of up to 512 characters; write "
            "s3://BUCKET/PREFIX, or leave it out  [ASY-04]",
        ),
        (
            {"failures": "s3://results/" + "f" * 500},
            f"failures  's3://results/{'f' * 500}' is no place in S3 of up to 512 characters; "
            "write s3://BUCKET/PREFIX, or leave it out  [ASY-04]",
        ),
        (
            {"notifications": {"topics": {"error": "done"}}},
            "notifications.topics.error  'done' is not the ARN of an SNS topic; write "
            "arn:aws:sns:REGION:ACCOUNT:NAME, or topics: create  [ASY-04]",
        ),
        (
            {"notifications": {"topics": {"error": "arn:aws:sns:us-east-1:111122223333:done"}}},
            "notifications.topics.error  the topic is in us-east-1, the endpoint in eu-west-1, and "
            "AWS does not document that an endpoint publishes to another region; name a topic in "
            "eu-west-1, or write topics: create  [ASY-04]",
        ),
        (
            {"notifications": {"topics": {}}},
            "notifications.topics  neither a success nor an error topic is named, so nobody would "
            "be told; name one, write topics: create, or remove notifications  [ASY-04]",
        ),
        (
            {"notifications": {"topics": {"error": TOPIC}, "include_response": ["success"]}},
            "notifications.include_response.0  no success topic is named to carry the response; "
            "name topics.success, or remove success here  [ASY-04]",
        ),
        (
            {"notifications": {"include_response": ["success", "success"]}},
            "notifications.include_response  the same message is named twice; keep one  [ASY-04]",
        ),
        (
            {"capture": {"percent": 100}},
            "capture  whether SageMaker captures the data of async endpoints is not documented; "
            "remove capture: the results are in S3 anyway  [ASY-10]",
        ),
    ],
)
def test_endpoint_that_breaks_a_rule(found: Found, changes: dict[str, Any], message: str) -> None:
    assert found(async_endpoint(**changes)) == [message]


@pytest.mark.parametrize("bucket", ["Results", "a_b", "a..b.c", "192.168.1.1", "ab", "-results"])
def test_bucket_that_cannot_be(found: Found, bucket: str) -> None:
    (message,) = found(async_endpoint(output=f"s3://{bucket}/out"))
    assert message.startswith(f"output  's3://{bucket}/out' is no place in S3")


@pytest.mark.parametrize(("version", "refused"), [("0.30.0", True), ("0.31.0", False)])
def test_image_that_answers_without_a_length(found: Found, version: str, refused: bool) -> None:
    card = large_card(
        releases={"1": large_release(container={"managed": "djl-lmi", "version": version})}
    )
    endpoint = async_endpoint(model="large@1", instance="ml.g6.2xlarge")
    message = (
        f"model  djl-lmi {version}, the image of large@1, answers without a Content-Length, and "
        "async requests fail; use a release with version 0.31.0 or newer  [ASY-09]"
    )
    assert found(endpoint, models={"large": card}) == ([message] if refused else [])


def test_results_that_are_not_kept(broken: Broken) -> None:
    assert broken(results={"retention_days": 0}) == [
        "results.retention_days  S3 does not keep results for 0 days, only for 1 to 2147483647; "
        "choose a number within them  [RESULTS]"
    ]

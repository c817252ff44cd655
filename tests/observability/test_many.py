"""Very many log events at once, on the whole way from a log group to CloudWatch."""

import time

import pytest

from infra.config.log_patterns import OURS
from tests.local.functions import arn, create_role
from tests.local.polling import until
from tests.observability.lines import line
from tests.observability.pipeline import Endpoint

pytestmark = pytest.mark.local_aws
EVENTS = 100_000
AT_ONCE = 2_500
"""Of one PutLogEvents, which takes 1 MB."""


def test_a_hundred_thousand_log_events(endpoint: Endpoint) -> None:
    write(endpoint)
    until(lambda: endpoint.sum("Requests") >= EVENTS)
    endpoint.settle()
    assert endpoint.sum("Requests") == EVENTS
    assert endpoint.sum("PromptTokens") == sum(range(EVENTS))
    stored = endpoint.stored()
    assert len(stored) == EVENTS
    assert set(stored.values()) == {1}
    assert not endpoint.quarantined()
    assert not endpoint.pipeline.given_up()


def write(endpoint: Endpoint) -> None:
    """Write the lines of requests to the endpoint's log group, to which the stream subscribes."""
    logs = endpoint.pipeline.aws.client("logs")
    place = {"logGroupName": f"/aws/sagemaker/Endpoints/{endpoint.name}", "logStreamName": "a/i-1"}
    logs.create_log_group(logGroupName=place["logGroupName"])
    logs.create_log_stream(**place)
    logs.put_subscription_filter(
        logGroupName=place["logGroupName"],
        filterName="inference",
        filterPattern=OURS,
        destinationArn=arn("kinesis", f"stream/{endpoint.pipeline.name}"),
        roleArn=create_role(endpoint.pipeline.aws, "delivery", "logs.amazonaws.com"),
    )
    for start in range(0, EVENTS, AT_ONCE):
        now = time.time_ns() // 1_000_000
        numbers = range(start, start + AT_ONCE)
        events = [{"timestamp": now, "message": line(prompt_tokens=one)} for one in numbers]
        logs.put_log_events(**place, logEvents=events)
